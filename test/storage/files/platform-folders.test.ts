import assert from 'node:assert/strict';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {
	findCacheFolder,
	findDataFolder,
	findHome,
	type FolderEnvironment,
} from '../../../source/storage/files/platform-folders.ts';

const createEnvironment = (
	env: FolderEnvironment['env'],
	{platform = 'linux', userHome}: {readonly platform?: NodeJS.Platform; readonly userHome?: string} = {},
): FolderEnvironment => ({
	env,
	platform,
	readUserHome() {
		if (userHome === undefined) {
			throw new Error('ENOENT: no such user');
		}

		return userHome;
	},
});

const absolute = (...parts: readonly string[]) => path.join(path.parse(process.cwd()).root, ...parts);
const [ada, other] = [absolute('ada'), absolute('other')];

test('G: the home folder is that of the environment, else that of the user database, else unknown', () => {
	assert.equal(findHome(createEnvironment({HOME: ada}, {userHome: other})), ada);
	assert.equal(findHome(createEnvironment({}, {userHome: other})), other);
	assert.equal(findHome(createEnvironment({})), undefined);
	assert.equal(findHome(createEnvironment({USERPROFILE: ada}, {platform: 'win32'})), ada);
});

test('G: an empty or relative path counts as none', () => {
	for (const HOME of ['', '.', 'ada', '~']) {
		assert.equal(findHome(createEnvironment({HOME}, {userHome: other})), other);
		assert.equal(findHome(createEnvironment({HOME}, {userHome: HOME})), undefined);
		assert.equal(
			findDataFolder(createEnvironment({HOME: ada, XDG_DATA_HOME: HOME})),
			path.join(ada, '.local', 'share', 'socket-chat'),
		);
	}
});

test('G: where the environment names the folders, no home folder is needed', () => {
	const linux = createEnvironment({XDG_DATA_HOME: ada, XDG_CACHE_HOME: other});
	assert.equal(findDataFolder(linux), path.join(ada, 'socket-chat'));
	assert.equal(findCacheFolder(linux), path.join(other, 'socket-chat'));
	const windows = createEnvironment({LOCALAPPDATA: ada}, {platform: 'win32'});
	assert.equal(findDataFolder(windows), path.join(ada, 'socket-chat', 'Data'));
	assert.equal(findCacheFolder(windows), path.join(ada, 'socket-chat', 'Cache'));
	assert.equal(findDataFolder(createEnvironment({XDG_CACHE_HOME: other})), undefined);
	assert.equal(findCacheFolder(createEnvironment({XDG_DATA_HOME: ada})), undefined);
});

test("each platform's folders are those of earlier versions", () => {
	const folders = (platform: NodeJS.Platform) => {
		const environment = createEnvironment({}, {platform, userHome: ada});
		return [findDataFolder(environment), findCacheFolder(environment)];
	};

	const below = (...parts: readonly string[]) => path.join(ada, ...parts);
	assert.deepEqual(folders('linux'), [below('.local', 'share', 'socket-chat'), below('.cache', 'socket-chat')]);
	assert.deepEqual(folders('darwin'), [
		below('Library', 'Application Support', 'socket-chat'),
		below('Library', 'Caches', 'socket-chat'),
	]);
	assert.deepEqual(folders('win32'), [
		below('AppData', 'Local', 'socket-chat', 'Data'),
		below('AppData', 'Local', 'socket-chat', 'Cache'),
	]);
});

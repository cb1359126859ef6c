import assert from 'node:assert/strict';
import {chmodSync, chownSync, closeSync, lstatSync, mkdirSync, openSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {
	checkFile,
	checkFolder,
	checkPath,
	findUser,
	UnsafeAccessError,
} from '../../../source/storage/files/check-access.ts';
import {ensurePrivateFolder} from '../../../source/storage/files/state-folder.ts';
import {modeOf, temporaryFolder} from '../folder.ts';

const skip = process.platform === 'win32' && 'needs modes of files';
const me = findUser() ?? {uid: -1, gid: -1};
/** Another user, as far as the check knows. Root owns what it trusts, so it is not this one. */
const other = {uid: 54_321, gid: 54_321};

const isRefused = (act: () => void, name: string) => {
	assert.throws(act, (error: unknown) => error instanceof UnsafeAccessError && error.message.includes(name));
};

test('a folder that others can write to is refused, and so is one below it or behind a link', {skip}, t => {
	const home = path.join(temporaryFolder(t), 'home');
	const inside = path.join(home, 'rooms');
	mkdirSync(inside, {recursive: true, mode: 0o700});
	const link = path.join(temporaryFolder(t), 'link');
	symlinkSync(inside, link);
	for (const folder of [home, inside, link]) {
		checkFolder(folder);
	}

	chmodSync(home, 0o757);
	for (const folder of [home, inside, link]) {
		isRefused(() => {
			checkFolder(folder);
		}, `chmod go-w ${home}\``);
	}

	isRefused(() => {
		ensurePrivateFolder(path.join(link, 'new'));
	}, home);
});

test('others may write on the way where they cannot replace anything, but not into the folder itself', {skip}, t => {
	const shared = path.join(temporaryFolder(t), 'shared');
	mkdirSync(shared);
	chmodSync(shared, 0o1777);
	ensurePrivateFolder(path.join(shared, 'home'));
	checkPath(shared);
	isRefused(() => {
		checkFolder(shared);
	}, shared);
});

test("a group may write only if it is the user's own", {skip}, t => {
	const folder = temporaryFolder(t);
	chmodSync(folder, 0o770);
	const {uid, gid} = lstatSync(folder);
	const isOwn = uid === gid && gid === me.gid;
	if (isOwn) {
		checkFolder(folder);
	}

	isRefused(() => {
		checkFolder(folder, {uid, gid: gid + 1});
	}, folder);
});

test("another user's folder is refused, to root as well, and so is one in it", {skip}, t => {
	const folder = temporaryFolder(t);
	const inside = path.join(folder, 'home');
	mkdirSync(inside);
	const user = me.uid === 0 ? me : other;
	if (me.uid === 0) {
		chownSync(folder, other.uid, other.gid);
	}

	for (const name of [folder, inside]) {
		isRefused(() => {
			checkFolder(name, user);
		}, 'belongs to another user');
	}
});

test('a file that others can write to is refused; one that they can read becomes private', {skip}, t => {
	const file = path.join(temporaryFolder(t), 'log');
	writeFileSync(file, '');
	chmodSync(file, 0o644);
	const fd = openSync(file, 'r+');
	t.after(() => {
		closeSync(fd);
	});
	checkFile(fd, file);
	assert.equal(modeOf(file), 0o600);
	chmodSync(file, 0o606);
	isRefused(() => {
		checkFile(fd, file);
	}, `chmod go-w ${file}\``);
});

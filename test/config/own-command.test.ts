import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findJoinCommand} from '../../source/config/own-command.ts';
import {temporaryFolder} from '../storage/folder.ts';

/** Returns the command that is found after npx has noted this. */
const find = (t: Parameters<typeof temporaryFolder>[0], notes: string): string | undefined => {
	const folder = path.join(temporaryFolder(t), '_npx', '3d614b0e80c64bb5');
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, 'package.json'), notes);
	return findJoinCommand(path.join(folder, 'node_modules', '.bin', 'socket-chat'), '/home/ada/chat');
};

test('a program that npx has started is named as it was named to npx', t => {
	const name = (spec: string) => find(t, JSON.stringify({_npx: {packages: [spec]}}));
	assert.equal(name('.'), 'npx . join');
	assert.equal(name('/home/ada/chat'), 'npx . join');
	assert.equal(name('/opt/chat'), 'npx --yes /opt/chat join');
	assert.equal(name('socket-chat'), 'npx --yes socket-chat join');
	assert.equal(name('socket-chat@0.1.0'), 'npx --yes socket-chat@0.1.0 join');
	assert.equal(name('./socket-chat-0.1.0.tgz'), 'npx --yes ./socket-chat-0.1.0.tgz join');
	assert.equal(name('/home/ada/my files/socket-chat-0.1.0.tgz'), 'npx --yes ./socket-chat-0.1.0.tgz join');
	assert.equal(name('github:ada/socket-chat'), 'npx --yes github:ada/socket-chat join');
	assert.equal(name('$(reboot)'), undefined);
	assert.equal(name('--call=x'), undefined);
});

test('a program that is installed, or of which npx has noted nothing, has its own name', t => {
	assert.equal(findJoinCommand('/usr/bin/socket-chat', '/'), undefined);
	assert.equal(findJoinCommand('', '/'), undefined);
	assert.equal(findJoinCommand('/nowhere/_npx/1/node_modules/.bin/socket-chat', '/'), undefined);
	for (const notes of [
		'',
		'{}',
		'null',
		'{"_npx":{}}',
		'{"_npx":{"packages":["a","b"]}}',
		'{"_npx":{"packages":[1]}}',
	]) {
		assert.equal(find(t, notes), undefined, notes);
	}
});

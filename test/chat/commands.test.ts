import assert from 'node:assert/strict';
import test from 'node:test';
import {commands, runLine, type CommandContext} from '../../source/chat/commands.ts';

const run = (line: string) => {
	const done: string[] = [];
	const context: CommandContext = {
		members: undefined,
		myId: undefined,
		send(text) {
			done.push(`send ${text}`);
		},
		rename(name) {
			done.push(`rename ${name}`);
			return {ok: true};
		},
		leave() {
			done.push('leave');
		},
		who() {
			done.push('who');
		},
		retry() {
			done.push('retry');
		},
		tell(text) {
			done.push(`tell ${text}`);
		},
	};
	return {result: runLine(line, context), done};
};

test('words are sent as they are', () => {
	assert.deepEqual(run(' hi  there ').done, ['send  hi  there ']);
	assert.deepEqual(run('a\nb').done, ['send a\nb']);
	assert.deepEqual(run('  ').done, []);
});

test('bye leaves, /say bye sends the word, //x sends /x', () => {
	assert.deepEqual(run(' Bye ').done, ['leave']);
	assert.deepEqual(run('/say bye').done, ['send bye']);
	assert.deepEqual(run('//etc/hosts').done, ['send /etc/hosts']);
	assert.deepEqual(run('/ 5').done, ['send / 5']);
});

test('commands are known in any case, and their argument is the rest of the line', () => {
	assert.deepEqual(run('/NAME Ada Lovelace').done, ['rename Ada Lovelace']);
	assert.deepEqual(run('/retry').done, ['retry']);
	assert.deepEqual(run('/quit').done, ['leave']);
});

test('an unknown command, and one without its argument, does nothing and says so', () => {
	for (const line of ['/dance', '/usr/bin/env', '/say', '/name']) {
		const {result, done} = run(line);
		assert.equal(result.ok, false, line);
		assert.match(result.ok ? '' : result.text, /^[A-Z][^\n]+[a-z.]$/);
		assert.deepEqual(done, []);
	}
});

test('help names every command', () => {
	const {done} = run('/help');
	for (const {name} of commands.filter(({isForHost, isForScreen}) => !isForHost && !isForScreen)) {
		assert.ok(
			done.some(line => line.startsWith(`tell /${name}`)),
			name,
		);
	}
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {connectionCommands, messageCommands} from '../../../source/chat/commands/room-commands.ts';
import {runLine, startsWithCommand} from '../../../source/chat/commands/run-line.ts';
import {screenCommandNames} from '../../../source/chat/commands/screen-command-names.ts';
import type {Actions} from '../../../source/chat/commands/types.ts';

const run = (line: string) => {
	const done: string[] = [];
	const context: Actions = {
		members: undefined,
		myId: undefined,
		send(text) {
			done.push(`send ${text}`);
			return {ok: true};
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
		notify(text) {
			done.push(`notify ${text}`);
		},
	};
	return {result: runLine(line, context), done};
};

test('text is sent unchanged', () => {
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

test('R: a command of one line is refused when a paste brings more lines, and takes a line end', () => {
	for (const [line, name] of [
		['/quit\nsecond', 'quit'],
		['/who\n\nhello all', 'who'],
		['/retry x\ny', 'retry'],
		['/name bob\nsecond', 'name'],
	] as const) {
		assert.deepEqual(run(line), {
			result: {
				ok: false,
				text: `/${name} is a command of one line, and more lines follow. /say /${name} sends them all as text.`,
			},
			done: [],
		});
	}

	assert.deepEqual(run('/who\n').done, ['who']);
	assert.deepEqual(run('/name bob \n\n').done, ['rename bob']);
	assert.deepEqual(run('/me waves\nsecond\n').done, ['send /me waves\nsecond\n']);
	assert.deepEqual(run('/say /quit\nsecond').done, ['send /quit\nsecond']);
});

test('a slash is taken off only where a command would follow, and never from several lines', () => {
	for (const [line, text = line] of [
		['//msg bob hi', '/msg bob hi'],
		['//é', '/é'],
		['// a comment'],
		['//'],
		['///'],
		['/// doc'],
		['//1'],
		['//\tx'],
		['//comment\nint x;'],
		['//comment\n'],
		['/* c */'],
		['/**'],
		['/'],
		['/5'],
		['/)'],
		['/usr/bin/env node'],
		['/usr/bin/env\n'],
		['/Users/me/a file'],
		['/a/'],
		['#!/bin/sh\n//x'],
		['\t//x'],
		[' //x'],
	] as const) {
		assert.deepEqual(run(line), {done: [`send ${text}`], result: {ok: true}}, line);
	}
});

test('a path that begins with a command is taken for a mistyped command, and sent to nobody', () => {
	for (const line of ['/msg/bob secret', '/Kick/bob', '/find/x', '/usr', '/?']) {
		const {done, result} = run(line);
		assert.deepEqual(done, [], line);
		assert.match(result.ok ? '' : result.text, /^There is no command \/\S+\. Try \/help; \/\/\S+ sends it as text\.$/);
	}

	const {result} = run('/usr\n/bin');
	assert.equal(result.ok ? '' : result.text, 'There is no command /usr. Try /help; /say /usr sends it as text.');
	assert.deepEqual(run('/say /usr\n/bin').done, ['send /usr\n/bin']);
});

test('what begins with the name of a command is known, whatever follows', () => {
	for (const line of ['/msg bob hi', '/MSG/bob', '/find', '/kick bob', '/say']) {
		assert.equal(startsWithCommand(line), true, line);
	}

	for (const line of ['//msg', '/usr/bin', '/', '', 'msg', ' /msg', '/msgs']) {
		assert.equal(startsWithCommand(line), false, line);
	}
});

test('commands are recognized in any case, and their argument is the rest of the line', () => {
	assert.deepEqual(run('/NAME Ada Lovelace').done, ['rename Ada Lovelace']);
	assert.deepEqual(run('/retry').done, ['retry']);
	assert.deepEqual(run('/quit').done, ['leave']);
});

test('an unknown command, or one without its argument, is refused with the reason', () => {
	for (const line of ['/dance', '/usr', '/say', '/name']) {
		const {result, done} = run(line);
		assert.equal(result.ok, false, line);
		assert.match(result.ok ? '' : result.text, /^[A-Z][^\n]+[a-z.]$/);
		assert.deepEqual(done, []);
	}
});

test("the screen's commands are refused by name where there is no screen", () => {
	for (const name of screenCommandNames) {
		const {result, done} = run(`/${name} x`);
		assert.match(result.ok ? '' : result.text, new RegExp(`^/${name} needs the full screen`));
		assert.deepEqual(done, []);
	}
});

test('help names every command', () => {
	const {done} = run('/help');
	for (const {name} of [...messageCommands, ...connectionCommands]) {
		assert.ok(
			done.some(line => line.startsWith(`notify /${name}`)),
			name,
		);
	}
});

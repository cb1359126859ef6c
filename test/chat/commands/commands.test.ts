import assert from 'node:assert/strict';
import test from 'node:test';
import {commandTable} from '../../../source/chat/commands/command-table.ts';
import {listAllCommands} from '../../../source/chat/commands/list-commands.ts';
import {quoteBye, runLine, startsWithCommand} from '../../../source/chat/commands/run-line.ts';
import type {Actions, CommandConditions, CommandInfo} from '../../../source/chat/commands/types.ts';
import {everyCondition} from '../../helpers/conditions.ts';

const run = (line: string, conditions: Partial<CommandConditions> = {}) => {
	const done: string[] = [];
	const context: Actions = {
		conditions: {...everyCondition, ...conditions},
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

const refusalOf = (line: string, conditions?: Partial<CommandConditions>): string => {
	const {result, done} = run(line, conditions);
	assert.deepEqual(done, [], line);
	return result.ok ? '' : result.text;
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

test('bye is text where it came with other lines, and all other lines stay as they are', () => {
	assert.deepEqual(run(quoteBye('bye')).done, ['send bye']);
	for (const line of ['/who', 'bye bye', '', ' hi ']) {
		assert.equal(quoteBye(line), line);
	}
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
	for (const line of ['/msg/bob secret', '/Kick/bob', '/find/x', '/w/bob secret', '/usr', '/??']) {
		const {done, result} = run(line);
		assert.deepEqual(done, [], line);
		assert.match(
			result.ok ? '' : result.text,
			/^There is no command \/\S+\. (?:Try \/help;|Did you mean \/\w+\?) \/\/\S+ sends it as text\.$/,
		);
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

test('a command that a place does not have is refused with the places that have it', () => {
	for (const {name, places} of commandTable as readonly CommandInfo[]) {
		if (places === undefined) {
			continue;
		}

		const {result, done} = run(`/${name} x`);
		const needs = {
			screen: 'needs the full screen',
			linear: 'is a command of --linear',
			'screen,linear': 'needs the full screen or --linear',
		}[places.join(',')];
		assert.equal(result.ok ? '' : result.text, `/${name} ${needs}; it is not available here.`);
		assert.deepEqual(done, []);
	}

	assert.match(refusalOf('/cls'), /^\/cls needs the full screen;/);
	assert.equal(refusalOf('/grep x'), '/grep needs the full screen or --linear; it is not available here.');
});

test('no two commands have the same name, and every line of help is short', () => {
	const names = (commandTable as readonly CommandInfo[]).flatMap(({name, aliases = []}) => [name, ...aliases]);
	assert.equal(new Set(names).size, names.length);
	for (const {help, linear} of commandTable as readonly CommandInfo[]) {
		assert.ok(help.length <= 90 && (linear?.help ?? '').length <= 90, help);
	}
});

test("other chats' names of commands do the same", () => {
	assert.deepEqual(run('/nick Ada').done, ['rename Ada']);
	assert.deepEqual(run('/NICK Ada').done, ['rename Ada']);
	assert.deepEqual(run('/names').done, ['who']);
	assert.deepEqual(run('/reconnect').done, ['retry']);
	for (const line of ['/q', '/exit', '/part', '/leave', '/bye']) {
		assert.deepEqual(run(line).done, ['leave'], line);
	}

	for (const name of ['msg', 'dm', 'w', 'whisper', 'query', 'pm', 'tell', 'message', 'privmsg']) {
		const {done, result} = run(`/${name} bob hi`);
		assert.deepEqual(done, [], name);
		assert.equal(result.ok ? '' : result.text, 'There are no private messages in a plain session.');
	}
});

test('an unknown command names the one that was probably meant, if that can be used here', () => {
	for (const [line, name] of [
		['/nmae x', 'name'],
		['/nik x', 'nick'],
		['/quite', 'quit'],
		['/invit', 'invite'],
		['/mesg bob hi', 'msg'],
		['/whsiper bob hi', 'whisper'],
		['/msg/bob', 'msg'],
		['/kik bob', 'kick'],
		['/ban bob', 'kick'],
	] as const) {
		const typed = line.slice(1).split(' ', 1)[0];
		assert.equal(refusalOf(line), `There is no command /${typed}. Did you mean /${name}? //${typed} sends it as text.`);
	}

	for (const typed of ['usr', 'topic', 'frobnicate', 'x', `${'n'.repeat(5000)}ame`]) {
		assert.equal(refusalOf(`/${typed}`), `There is no command /${typed}. Try /help; //${typed} sends it as text.`);
	}

	assert.match(refusalOf('/kik bob', {isHost: false}), /Try \/help/);
	assert.match(refusalOf('/brake', {isLab: false}), /Try \/help/);
	assert.match(refusalOf('/brek'), /Did you mean \/break\?/);
});

test('/help lists what can be used here and now, /help with a name says what that command does', () => {
	const listed = (conditions: Partial<CommandConditions>) =>
		run('/help', conditions).done.map(line => /^notify \/(?<name>\w+)/.exec(line)?.groups?.name);
	for (const {name} of listAllCommands(undefined)) {
		assert.ok(listed({}).includes(name), name);
	}

	const guest = listed({isHost: false, isLab: false, isWaiting: false});
	for (const name of ['kick', 'lock', 'code', 'break', 'retry', 'find', 'clear']) {
		assert.ok(!guest.includes(name), name);
	}

	assert.ok(guest.includes('msg') && guest.includes('invite'));
	assert.ok(!listed({canSend: false}).includes('msg'));
	assert.ok(!listed({hasNames: false}).includes('name'));
	for (const line of ['/help name', '/help /Name', '/help nick', '/? nick']) {
		assert.deepEqual(run(line).done, ['notify /name name: change your name (also /nick)'], line);
	}

	assert.equal(refusalOf('/help nmae'), 'There is no command /nmae. Did you mean /name?');
	assert.equal(refusalOf('/help topic'), 'There is no command /topic. Try /help.');
});

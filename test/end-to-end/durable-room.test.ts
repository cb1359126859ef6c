import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {newHome, startProcess, testCode} from '../helpers/line-process.ts';
import {connectSecurely} from '../helpers/raw-peer.ts';
import {isMessage, isPeer, program, startHost, startJoin, textsOf} from '../helpers/program.ts';
import {hostAgain, isAck} from '../helpers/durable-programs.ts';

test('a host that is killed and restarted still has its room: a member continues from its cursor, and what it typed meanwhile arrives once', async t => {
	const home = newHome();
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	const join = startJoin(t, port, ['--name', 'bob', '--json', '--stay']);
	for (let n = 1; n <= 5; n++) {
		join.say(`before ${n}`);
	}

	await join.waitForEvent(isAck(5));
	host.kill('SIGKILL');
	await join.waitForEvent(event => event.status === 'waiting');
	join.say('meanwhile 1');
	join.say('meanwhile 2');
	const again = await hostAgain(t, home, port);
	await join.waitForEvent(isAck(7));
	again.say('welcome back');
	await join.waitForEvent(isMessage('welcome back'));
	assert.deepEqual(textsOf(join), [
		...[1, 2, 3, 4, 5].map(n => `before ${n}`),
		'meanwhile 1',
		'meanwhile 2',
		'welcome back',
	]);
	assert.equal(
		join.events().some(event => event.code === 'history-reset'),
		false,
	);
	assert.deepEqual(
		join
			.events()
			.filter(event => event.type === 'message')
			.map(event => event.seq),
		[1, 2, 3, 4, 5, 6, 7, 8],
	);
	const newcomer = startJoin(t, port, ['--name', 'carol', '--json', '--stay', '--history', '500']);
	await newcomer.waitForEvent(isMessage('welcome back'));
	assert.equal(textsOf(newcomer).length, 8);
});

test('a second host of an open room exits with 1 and a sentence, and the room is free again when the first was killed', async t => {
	const home = newHome();
	const env = {SOCKET_CHAT_HOME: home};
	const {host} = await startHost(t, ['--room', 'den'], {env});
	const second = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0', '--room', 'den'], {env});
	assert.equal((await second.exited).code, 1);
	assert.equal(
		second.errors().at(-1),
		'The room "den" is already open on this computer. Join it: `socket-chat join`. Another room: `--room name`.',
	);
	const other = await startHost(t, ['--room', 'other'], {env});
	assert.ok(other.port > 0);
	host.kill('SIGKILL');
	await host.exited;
	await startHost(t, ['--room', 'den'], {env});
});

test('a damaged history is refused with a sentence, and left unchanged', async t => {
	const home = newHome();
	const env = {SOCKET_CHAT_HOME: home};
	const {host} = await startHost(t, [], {env});
	for (let n = 1; n <= 20; n++) {
		host.say(`message ${n}`);
	}

	await host.waitForEvent(isMessage('message 20'));
	host.say('bye');
	await host.exited;
	const file = path.join(home, 'rooms', 'main', 'log');
	const bytes = readFileSync(file);
	const middle = Math.floor(bytes.length / 2);
	bytes.writeUInt8(bytes.readUInt8(middle) === 0x41 ? 0x42 : 0x41, middle);
	writeFileSync(file, bytes);
	const again = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '--port', '0'], {env});
	assert.equal((await again.exited).code, 1);
	assert.match(
		again.errors().at(-1) ?? '',
		/^The history in .*log is damaged at byte \d+; the file was left as it is\. To keep what is sound, run: socket-chat repair main$/,
	);
	assert.deepEqual(readFileSync(file), bytes);
});

test('a history that is changed on the disk while the room is open ends the room, with a sentence, and is not sent', async t => {
	const home = newHome();
	const {host, port} = await startHost(t, [], {env: {SOCKET_CHAT_HOME: home}});
	for (let n = 1; n <= 2600; n++) {
		host.say(`n ${n}`);
	}

	await host.waitForEvent(isMessage('n 2600'));
	const file = path.join(home, 'rooms', 'main', 'log');
	const bytes = readFileSync(file);
	const place = bytes.indexOf('n 100"');
	bytes.writeUInt8(0x4e, place);
	writeFileSync(file, bytes);
	const peer = await connectSecurely(t, port, testCode);
	peer.send({type: 'hello', v: 1, sid: 'a'.repeat(32), since: 0, name: 'bob'});
	await peer.frame('welcome');
	peer.send({type: 'older', before: 200, limit: 150});
	const close = await peer.frame('close');
	assert.equal(close.code, 'disk');
	assert.equal(peer.text.includes('N 100"'), false);
	assert.equal((await host.exited).code, 1);
	assert.match(host.errors().at(-1) ?? '', /^The history file of this room was changed while the room was open\./);
});

test('a new member of a long room receives the last 500 messages, one that was away all that it missed', async t => {
	const env = {SOCKET_CHAT_HOME: newHome()};
	const {host, port} = await startHost(t, [], {env});
	const bob = startJoin(t, port, ['--name', 'bob', '--json', '--stay']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.say('first');
	await bob.waitForEvent(isMessage('first'));
	bob.kill('SIGSTOP');
	for (let n = 1; n <= 700; n++) {
		host.say(`n ${n}`);
	}

	await host.waitForEvent(isMessage('n 700'));
	const carol = startJoin(t, port, ['--name', 'carol', '--json', '--stay', '--history', '500']);
	await carol.waitForEvent(isMessage('n 700'));
	assert.equal(textsOf(carol).length, 500);
	assert.equal(textsOf(carol)[0], 'n 201');
	bob.kill('SIGCONT');
	await bob.waitForEvent(isMessage('n 700'));
	assert.equal(textsOf(bob).length, 701);
});

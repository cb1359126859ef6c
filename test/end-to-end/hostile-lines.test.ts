import assert from 'node:assert/strict';
import test from 'node:test';
import {sanitizeLine} from '../../source/text/sanitize.ts';
import {findHarm, hostileStrings} from '../helpers/hostile.ts';
import {welcome} from '../helpers/hostile-screen.ts';
import {testCode, type JsonEvent} from '../helpers/line-process.ts';
import {isMessage, startHost, startJoin} from '../helpers/program.ts';
import {oddStrings} from '../helpers/odd-strings.ts';
import {connectSecurely, connectTo, listenSecurely} from '../helpers/raw-peer.ts';

const all = [...hostileStrings, ...oddStrings];

/** Characters that are left out without a mark: they only advise how to break or shape text. */
const leftOut =
	// eslint-disable-next-line no-misleading-character-class -- Each stands for itself.
	/[\u00AD\u034F\u061C\u17B4\u17B5\u180B-\u180F\u200B\u200E\u200F\u2060-\u2064\uFE00-\uFE0D\uFEFF\u{E0100}-\u{E01EF}]/gu;
/** What a harmless line has of the rest: the marks of what was taken out, too. */
const marked = /[\u{2400}-\u{2426}\u{FFFD}]| {4}/u;

test("of a hostile host's messages, a client prints one harmless line each, and shows what it took out", async t => {
	const server = await listenSecurely(t, testCode);
	const join = startJoin(t, server.port, ['--name', 'bob', '--stay']);
	const peer = await server.peer(0);
	await peer.frame('hello');
	peer.answerPings();
	peer.send(welcome({roomName: all[0]?.text, you: {id: 'me', name: all.at(-1)?.text}}));
	join.stdin.write('mine\n'.repeat(all.length));
	await peer.frame('post', ({n}) => n === all.length);
	for (const [index, {text}] of all.entries()) {
		peer.send(
			{type: 'who', all: true, members: [{id: `x${index}`, name: text, address: text, status: 'here'}]},
			{type: 'msg', seq: 2 * index + 1, id: 'x', n: index + 1, from: 'mallory', ts: 1, text},
			{type: 'nack', n: index + 1, code: text, text},
			{type: 'msg', seq: 2 * index + 2, id: 'x', n: index + 1, from: text, ts: 1, text: 'said'},
		);
	}

	peer.send({
		type: 'close',
		// A longer one is no frame.
		code: all
			.map(({text}) => text)
			.join('|')
			.slice(0, 1000),
		text: all.map(({text}) => text).join('|'),
		retry: false,
	});
	assert.equal((await join.exited).code, 3);
	assert.equal(findHarm(join.output()), undefined);
	assert.deepEqual(
		join.lines(),
		all.flatMap(({text}) => [`mallory: ${sanitizeLine(text)}`, `${sanitizeLine(text)}: said`]),
	);
	for (const [index, {name, text}] of hostileStrings.entries()) {
		if (text.replaceAll(leftOut, '') === sanitizeLine(text)) {
			continue;
		}

		assert.match(join.lines()[2 * index] ?? '', marked, name);
		assert.match(join.lines()[2 * index + 1] ?? '', marked, name);
		const refusal = join.errors().find(line => line.startsWith(`Your line ${index + 1} was refused: `));
		assert.match(refusal ?? '', marked, name);
	}

	assert.equal(findHarm(join.errors().join('\n')), undefined);
	assert.equal(join.errors().at(-1), sanitizeLine(all.map(({text}) => text).join('|')));
});

test('the events that a client prints hold the exact text of a message, and their bytes do no harm', async t => {
	const server = await listenSecurely(t, testCode);
	const join = startJoin(t, server.port, ['--name', 'bob', '--stay', '--json']);
	const peer = await server.peer(0);
	await peer.frame('hello');
	peer.send(welcome({roomName: all[0]?.text}), {type: 'who', all: true, members: []});
	for (const [index, {text}] of all.entries()) {
		peer.send(
			{type: 'who', all: true, members: [{id: text, name: text, address: text, status: 'here'}]},
			{type: 'msg', seq: index + 1, id: text, n: index + 1, from: text, ts: 1, text},
		);
	}

	peer.send({type: 'close', code: 'unheard-of', text: all.map(({text}) => text).join('|'), retry: false});
	assert.equal((await join.exited).code, 3);
	assert.equal(findHarm(join.output()), undefined);
	assert.equal(findHarm(join.errors().join('\n')), undefined);
	const of = (type: string, is: (event: JsonEvent) => boolean = () => true) =>
		join.events().filter(event => event.type === type && is(event));
	const texts = all.map(({text}) => text);
	assert.deepEqual(
		of('message').map(({text}) => text),
		texts,
	);
	assert.deepEqual(
		of('peer', ({event}) => event === 'joined').map(({address}) => address),
		texts,
	);
	assert.equal(of('status').at(-1)?.reason, texts.join('|'));
});

test("a hostile member's texts and names reach nc, and the host's own output, as one harmless line each", async t => {
	const {host, port} = await startHost(t, ['--plain']);
	const netcat = await connectTo(t, port);
	netcat.send('here\n');
	await host.waitForEvent(isMessage('here'));
	const peer = await connectSecurely(t, port, testCode);
	peer.send({type: 'hello', v: 1, sid: 'a'.repeat(32), since: 0, name: 'mallory'});
	await peer.frame('welcome');
	for (const [index, {text}] of all.entries()) {
		// Requests are answered at a pace: so not every name is tried.
		if (index % 3 === 0) {
			peer.send({type: 'rename', name: text});
		}

		peer.send({type: 'post', n: index + 1, text: `${index} ${text}`});
	}

	peer.send({type: 'rename', name: 'mallory'}, {type: 'post', n: all.length + 1, text: 'the end'});
	await netcat.waitForText('mallory: the end\n');
	await host.waitForEvent(isMessage('the end'));
	assert.equal(findHarm(netcat.text), undefined);
	const lines = netcat.text.split('\n').slice(0, -2);
	assert.equal(lines.length, all.length);
	for (const [index, {name, text}] of all.entries()) {
		const said = sanitizeLine(`${index} ${text.toWellFormed()}`);
		assert.ok(
			lines[index]?.endsWith(`: ${said}`),
			`${name}: ${JSON.stringify(lines[index])} for ${JSON.stringify(said)}`,
		);
		assert.match(lines[index]?.slice(0, -said.length - 2) ?? '', /^[\p{L}\p{M}\p{N} _.-]{1,72}$/u, name);
	}

	assert.equal(findHarm(host.output()), undefined);
	assert.equal(findHarm(host.errors().join('\n')), undefined);
});

import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {Chat} from '../../../source/chat/chat.ts';
import {faultTable} from '../../../source/chat/faults/fault-table.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {connectTo} from '../../helpers/raw-peer.ts';
import {listMessages, listNotices, openLab, submit} from './open-lab.ts';

type Opened = Awaited<ReturnType<typeof openLab>>;

/** The faults that end the connection. */
const fatal = new Set(['half-close', 'reset', 'cut', 'mute', 'flip']);

const isWhole = (chat: Chat) => chat.getState().pending.length === 0 && !chat.getState().lab?.active;

/** Says something, breaks the connection, says more, and waits until all is well again. */
const talk = async ({passUntil, pass}: Opened, {client, kind}: {readonly client: Chat; readonly kind: string}) => {
	submit(client, 'before');
	await pass(100);
	await passUntil(() => isWhole(client));
	submit(client, `/break ${kind}`);
	for (const text of ['during 1', 'during 2', 'during 3']) {
		submit(client, text);

		await pass(300);
	}

	await passUntil(() => isWhole(client) && client.getState().status.status === 'open');
	submit(client, 'after');
	await pass(100);
	await passUntil(() => isWhole(client));
};

const said = ['before', 'during 1', 'during 2', 'during 3', 'after'];

/** Checks which rows are marked as the fault's: its end of the connection, and no other's. */
const checkMarks = (entries: readonly SocketLogEntry[], kind: string) => {
	const marked = entries.filter(({fault}) => fault !== undefined);
	assert.ok(marked.every(({fault}) => fault === kind));
	const verbs = new Set(marked.map(({verb}) => verb));
	assert.equal(verbs.has('send'), ['glue', 'split', 'delay', 'flip'].includes(kind), `${kind}: send`);
	assert.equal(verbs.has('close'), fatal.has(kind) && kind !== 'half-close', `${kind}: close`);
	assert.equal(verbs.has('retry'), fatal.has(kind) && kind !== 'half-close', `${kind}: retry`);
	assert.equal(verbs.has('timeout'), kind === 'mute', `${kind}: timeout`);
	assert.equal(verbs.has('recv'), false);
};

for (const {kind} of faultTable) {
	test(`private: ${kind} loses, doubles and reorders nothing`, async t => {
		const opened = await openLab(t, {plain: false});
		const {host, enter, passUntil} = opened;
		const {client, entries} = await enter();
		await talk(opened, {client, kind});
		submit(host, 'bye then');
		await passUntil(() => listMessages(client).length === said.length + 1);
		assert.deepEqual(listMessages(host), [...said.map(text => `bob: ${text}`), 'alice: bye then']);
		assert.deepEqual(listMessages(client), listMessages(host));
		assert.equal(
			entries.some(({verb}) => verb === 'retry'),
			fatal.has(kind),
		);
		checkMarks(entries, kind);
	});
}

test('a client that is deaf for a minute, with more for it than fits into its buffers, is not taken for dead', async t => {
	const {host, enter, pass, passUntil} = await openLab(t, {plain: false});
	const {client, entries} = await enter();
	const say = (count: number) => {
		for (let n = 0; n < count; n++) {
			submit(host, `${n} ${'x'.repeat(8000)}`);
		}
	};

	// The host finds out how fast its client reads, and sends it more at once from then on.
	for (let n = 0; n < 10; n++) {
		say(20);
		await passUntil(() => listMessages(client).length === (n + 1) * 20);
	}

	const count = 260;
	submit(client, '/break deaf 60');
	say(60);
	await pass(50_000);
	assert.ok(listMessages(client).length < count);
	assert.equal(client.getState().status.status, 'open');
	assert.ok(client.getState().lab?.active);
	await passUntil(() => listMessages(client).length === count);
	const verbs = entries.map(({verb}) => verb);
	assert.deepEqual(
		verbs.filter(verb => verb === 'timeout' || verb === 'retry' || verb === 'close'),
		[],
	);
});

for (const {kind} of faultTable.filter(each => each.kind !== 'flip')) {
	test(`plain: ${kind} loses, doubles and reorders nothing of a client`, async t => {
		const opened = await openLab(t, {plain: true});
		const {client} = await opened.enter();
		await talk(opened, {client, kind});
		await opened.passUntil(() => listMessages(opened.host).length === said.length);
		assert.deepEqual(
			listMessages(opened.host).map(line => line.replace(/^[^:]*: /, '')),
			said,
		);
	});
}

/** Opens a plain room in which a peer of the test is, and returns its name. */
const openWithPeer = async (t: TestContext) => {
	const opened = await openLab(t, {plain: true});
	const {host, passUntil, port} = opened;
	const peer = await connectTo(t, port());
	peer.send('hello\n');
	await passUntil(() => listMessages(host).length === 1);
	const name = host.getState().members.find(({id}) => id !== host.getState().myId)?.name ?? '';
	return {...opened, peer, name};
};

for (const kind of ['glue', 'split', 'delay', 'mute', 'deaf']) {
	test(`${kind} at a host changes nothing of what one plain peer and the room say`, async t => {
		const {host, peer, name, pass, passUntil} = await openWithPeer(t);
		submit(host, `/break ${name} ${kind}`);
		for (const text of ['one', 'two', 'three']) {
			submit(host, text);
			peer.send(`peer ${text}\n`);

			await pass(500);
		}

		await passUntil(() => !host.getState().lab?.active);
		await passUntil(() => peer.text.endsWith('three\n') && listMessages(host).length === 7);
		assert.equal(peer.text, 'one\ntwo\nthree\n');
		const ofPeer = listMessages(host).filter(line => line.startsWith(name));
		assert.deepEqual(
			ofPeer,
			['hello', 'peer one', 'peer two', 'peer three'].map(text => `${name}: ${text}`),
		);
	});
}

test('half-close, reset and cut at a host end with the peer, whose last words are in the room', async t => {
	for (const kind of ['half-close', 'reset', 'cut']) {
		const {host, peer, name, passUntil} = await openWithPeer(t);
		submit(host, `/break ${kind}`);

		await passUntil(() => peer.isEnded || peer.isClosed);
		if (kind === 'half-close') {
			assert.equal(host.getState().lab?.active?.target, name);
			peer.send('I can still speak\n');

			await passUntil(() => listMessages(host).at(-1) === `${name}: I can still speak`);
		}

		await passUntil(() => host.getState().members.length === 1 && isWhole(host));
	}
});

test('one fault at a time; it ends when asked, by itself after a minute, or with its connection', async t => {
	const {enter, pass, passUntil} = await openLab(t, {plain: true});
	const {client} = await enter();
	const active = () => client.getState().lab?.active;
	submit(client, '/break split 7');
	await pass(100);
	assert.deepEqual(active()?.fault, {kind: 'split', bytes: 7});
	assert.deepEqual(client.submit('/break mute'), {
		ok: false,
		text: 'split 7 B is still on. /break off ends it.',
	});
	submit(client, '/break off');
	await pass(100);
	assert.equal(active(), undefined);
	assert.deepEqual(client.submit('/break off'), {ok: false, text: 'Nothing is broken.'});

	submit(client, '/break delay 5000');
	await pass(59_900);
	assert.ok(active());
	await pass(200);
	assert.equal(active(), undefined);
	assert.match(listNotices(client).at(-1) ?? '', /delay 5000 ms is over: its time is up/);

	submit(client, '/break half-close');
	await passUntil(() => client.getState().status.status === 'waiting');
	await passUntil(() => client.getState().status.status === 'open');
	assert.equal(active(), undefined, 'the next connection is whole');
	assert.match(listNotices(client).at(-1) ?? '', /half-close is over: its time is up/);
});

test('what cannot be broken is refused with a sentence', async t => {
	const {host, enter, pass} = await openLab(t, {plain: false});
	assert.match(refuse(host, '/break cut'), /No plain peer is here/);
	const {client} = await enter();
	await pass(200);
	assert.match(refuse(host, '/break bob cut'), /There is no plain peer bob here/);
	assert.match(refuse(client, '/break bob cut'), /A client has one connection/);
	assert.match(refuse(client, '/break'), /Usage: /);
	assert.match(refuse(client, '/break crash'), /Usage: /);
	assert.match(refuse(client, '/break delay 5001'), /delay takes a number from 1 to 5000 ms/);
	assert.match(refuse(client, '/break split 0'), /from 1 to 65536 B/);
	assert.match(refuse(client, '/break cut 3'), /cut takes no number/);

	const plain = await openLab(t, {plain: true});
	const other = await plain.enter();
	assert.match(refuse(other.client, '/break flip'), /flip is for private rooms/);
});

const refuse = (chat: Chat, line: string): string => {
	const result = chat.submit(line);
	return result.ok ? 'accepted' : result.text;
};

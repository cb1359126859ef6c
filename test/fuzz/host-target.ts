/** Attacks a host in this process, and checks what must hold. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {backlogLimit, maximumUncommitted} from '../../source/net/limits.ts';
import {isCloseCode} from '../../source/net/error-messages.ts';
import {deriveMemberId} from '../../source/room/identity.ts';
import {findHarm} from '../helpers/hostile.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {FuzzedHost, type FuzzPeer} from './fuzzed-host.ts';
import {cutBytes} from './generators.ts';

export type Attacker = {
	readonly kind: 'member' | 'plain';
	readonly bytes: Uint8Array;
	readonly sizes: readonly number[];
	/** Whether it reads from the host. */
	readonly isReading: boolean;
	readonly ending: 'fin' | 'rst' | 'none';
};

export type Attack = {
	/** Whether the host accepts plain-text peers. */
	readonly plain: boolean;
	readonly attackers: readonly Attacker[];
};

/** Counts the outcomes of attacks. */
export type Tally = Map<string, number>;

export const count = (tally: Tally | undefined, what: string) => {
	tally?.set(what, (tally.get(what) ?? 0) + 1);
};

/**
The most bytes that may wait for a peer: the limit and one batch of messages, each at most six times
as long as JSON.
*/
const maximumBacklog = 2 * backlogLimit + 256 * 6 * 8192;

/** Checks that an honest member's line comes back to it. */
const checkServed = async (host: FuzzedHost, peer: FuzzPeer, n: number, text: string) => {
	peer.write(`${JSON.stringify({type: 'post', n, text})}\n`);
	await host.until(() => peer.text.includes(`"text":"${text}"`), text);
};

const checkLog = (peer: FuzzPeer) => {
	const messages = peer.frames.filter(frame => frame.type === 'msg');
	const authors = new Map<string, number>();
	for (const [index, {seq, id, n, from, text}] of messages.entries()) {
		assert.equal(seq, index + 1, 'a member sees each place in the log once, in order');
		assert.equal(n, (authors.get(id) ?? 0) < n ? n : -1, 'the numbers of an author rise');
		assert.equal(text, text.toWellFormed());
		assert.ok(text !== '' && Buffer.byteLength(text) <= 8192);
		assert.equal(findHarm(from), undefined, 'a harmful name');
		authors.set(id, n);
	}
};

const checkAttacker = (
	{kind, isReading}: Attacker,
	peer: FuzzPeer,
	tally: Tally | undefined,
	hasBeenMember: boolean,
) => {
	assert.ok(
		peer.hostSocket.writableLength <= maximumBacklog,
		`${peer.hostSocket.writableLength} bytes wait for a peer that does not read`,
	);
	assert.ok(
		peer.hostSocket.readableLength <= 3 * 65_536,
		`${peer.hostSocket.readableLength} bytes from a peer wait for the host`,
	);
	if (!isReading) {
		count(tally, 'does not read');
		return;
	}

	if (hasBeenMember && peer.text.startsWith('{')) {
		const close = peer.frames.findLast(frame => frame.type === 'close');
		if (close) {
			assert.ok(isCloseCode(close.code), close.code);
			assert.ok(peer.isOver, 'the connection ends after a close frame');
		}

		count(tally, close ? `closed: ${close.code}` : peer.isOver ? 'ended' : 'served on');
		return;
	}

	if (kind === 'plain') {
		assert.equal(findHarm(peer.text.replaceAll('\r\n', '\n')), undefined, 'a plain-text peer gets harmful text');
		count(tally, peer.isOver ? 'plain, ended' : 'plain, served on');
	}
};

/**
Runs all attackers at once, in turns of one chunk each. Then checks that the host still serves an
earlier honest member and a new one.
*/
export const attackHost = async ({plain, attackers}: Attack, tally?: Tally) => {
	const host = new FuzzedHost(plain);
	const watcher = host.connectMember('d', 'watcher');
	await host.until(() => watcher.text.includes('"welcome"'), 'the welcome');
	const running = attackers.map(attacker => ({
		attacker,
		peer: host.connect(attacker.isReading),
		chunks: cutBytes(attacker.bytes, attacker.sizes),
	}));
	const most = Math.max(0, ...running.map(({chunks}) => chunks.length));
	for (let turn = 0; turn < most; turn++) {
		for (const {peer, chunks} of running) {
			const chunk = chunks[turn];
			if (chunk) {
				peer.write(chunk);
			}
		}

		if (turn % 8 === 0) {
			await endOfTurn();
			host.clock.pass(10);
			assert.ok(
				host.room.members.every(({id}) => host.room.countUncommitted(id) <= maximumUncommitted),
				'messages wait without bound',
			);
		}
	}

	// Pass every deadline of the attackers; the watcher's pings keep its connection open.
	for (let k = 1; k <= 9; k++) {
		watcher.write(`{"type":"ping","k":${k}}\n`);
		for (let turn = 0; turn < 3; turn++) {
			await endOfTurn();
			host.clock.pass(700);
		}
	}

	// The last deadline may have ended a connection just now.
	await endOfTurn();
	for (const {attacker, peer} of running) {
		checkAttacker(attacker, peer, tally, attacker.bytes[0] === 0x7b);
		if (attacker.ending === 'fin') {
			peer.socket.end();
		} else if (attacker.ending === 'rst') {
			peer.socket.destroy(new Error('reset'));
		}
	}

	await endOfTurn();
	await checkServed(host, watcher, 1, 'the watcher is still served');
	const newcomer = host.connectMember('e', 'newcomer');
	await checkServed(host, newcomer, 1, 'a newcomer is served');
	await host.until(() => watcher.text.includes('a newcomer is served'), 'the watcher gets the line of the new member');
	assert.equal(watcher.isOver, false);
	checkLog(watcher);
	for (const {id, name} of host.room.members.filter(each => !each.id.startsWith('plain-'))) {
		assert.equal(findHarm(name), undefined, `${id} has a harmful name`);
	}

	assert.equal(host.room.findMember(deriveMemberId('d'.repeat(32)))?.status, 'here');
	for (const {peer} of running) {
		peer.socket.destroy();
	}

	await host.close();
	count(tally, 'attacks');
};

/** Whoever attacks a host, and what must hold of it then. */
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
	/** Whether it reads what the host says. */
	readonly isReading: boolean;
	readonly ending: 'fin' | 'rst' | 'none';
};

export type Attack = {
	/** Whether the host lets plain peers in. */
	readonly plain: boolean;
	readonly attackers: readonly Attacker[];
};

/** Counts what came of it. */
export type Tally = Map<string, number>;

export const count = (tally: Tally | undefined, what: string) => {
	tally?.set(what, (tally.get(what) ?? 0) + 1);
};

/**
One write of a cursor's stride on top of the limit: no message, as JSON, takes more than its
six-fold.
*/
const mostBacklog = 2 * backlogLimit + 256 * 6 * 8192;

/** The honest member's words come back to it, whoever else is there. */
const checkServed = async (host: FuzzedHost, line: FuzzPeer, n: number, text: string) => {
	line.write(`${JSON.stringify({type: 'post', n, text})}\n`);
	await host.until(() => line.text.includes(`"text":"${text}"`), text);
};

const checkLog = (line: FuzzPeer) => {
	const messages = line.frames.filter(frame => frame.type === 'msg');
	const authors = new Map<string, number>();
	for (const [index, {seq, id, n, from, text}] of messages.entries()) {
		assert.equal(seq, index + 1, 'a member sees each place in the log once, in order');
		assert.equal(n, (authors.get(id) ?? 0) < n ? n : -1, 'the numbers of an author rise');
		assert.equal(text, text.toWellFormed().normalize('NFC'));
		assert.ok(text !== '' && Buffer.byteLength(text) <= 8192);
		assert.equal(findHarm(from), undefined, 'a name that does harm');
		authors.set(id, n);
	}
};

const checkAttacker = (
	{kind, isReading}: Attacker,
	line: FuzzPeer,
	tally: Tally | undefined,
	hasBeenMember: boolean,
) => {
	assert.ok(
		line.hostSocket.writableLength <= mostBacklog,
		`${line.hostSocket.writableLength} bytes wait for one that does not read`,
	);
	assert.ok(
		line.hostSocket.readableLength <= 3 * 65_536,
		`${line.hostSocket.readableLength} bytes are kept of one that is not read from`,
	);
	if (!isReading) {
		count(tally, 'does not read');
		return;
	}

	if (hasBeenMember && line.text.startsWith('{')) {
		const close = line.frames.findLast(frame => frame.type === 'close');
		if (close) {
			assert.ok(isCloseCode(close.code), close.code);
			assert.ok(line.isOver, 'whoever is told that it is closed is closed');
		}

		count(tally, close ? `closed: ${close.code}` : line.isOver ? 'ended' : 'served on');
		return;
	}

	if (kind === 'plain') {
		assert.equal(findHarm(line.text.replaceAll('\r\n', '\n')), undefined, 'what a plain peer reads does harm');
		count(tally, line.isOver ? 'plain, ended' : 'plain, served on');
	}
};

/**
Everybody attacks at once, in turns of a chunk each; then an honest newcomer, and one who was there
before, are served as ever.
*/
export const attackHost = async ({plain, attackers}: Attack, tally?: Tally) => {
	const host = new FuzzedHost(plain);
	const watcher = host.connectMember('d', 'watcher');
	await host.until(() => watcher.text.includes('"welcome"'), 'the welcome');
	const running = attackers.map(attacker => ({
		attacker,
		line: host.connect(attacker.isReading),
		chunks: cutBytes(attacker.bytes, attacker.sizes),
	}));
	const most = Math.max(0, ...running.map(({chunks}) => chunks.length));
	for (let turn = 0; turn < most; turn++) {
		for (const {line, chunks} of running) {
			const chunk = chunks[turn];
			if (chunk) {
				line.write(chunk);
			}
		}

		if (turn % 8 === 0) {
			await endOfTurn();
			host.clock.pass(10);
			assert.ok(
				host.room.members.every(({id}) => host.room.countUncommitted(id) <= maximumUncommitted),
				'messages wait without end',
			);
		}
	}

	// Every deadline of the attackers passes; the watcher is heard of meanwhile.
	for (let k = 1; k <= 9; k++) {
		watcher.write(`{"type":"ping","k":${k}}\n`);
		for (let turn = 0; turn < 3; turn++) {
			await endOfTurn();
			host.clock.pass(700);
		}
	}

	for (const {attacker, line} of running) {
		checkAttacker(attacker, line, tally, attacker.bytes[0] === 0x7b);
		if (attacker.ending === 'fin') {
			line.socket.end();
		} else if (attacker.ending === 'rst') {
			line.socket.destroy(new Error('reset'));
		}
	}

	await endOfTurn();
	await checkServed(host, watcher, 1, 'the watcher is still served');
	const newcomer = host.connectMember('e', 'newcomer');
	await checkServed(host, newcomer, 1, 'a newcomer is served');
	await host.until(() => watcher.text.includes('a newcomer is served'), 'the watcher hears the newcomer');
	assert.equal(watcher.isOver, false);
	checkLog(watcher);
	for (const {id, name} of host.room.members.filter(each => !each.id.startsWith('plain-'))) {
		assert.equal(findHarm(name), undefined, `${id} has a name that does harm`);
	}

	assert.equal(host.room.findMember(deriveMemberId('d'.repeat(32)))?.status, 'here');
	for (const {line} of running) {
		line.socket.destroy();
	}

	await host.close();
	count(tally, 'attacks');
};

import assert from 'node:assert/strict';
import test from 'node:test';
import {backlogLimit, cursorBatch, maximumUncommitted} from '../../source/net/limits.ts';
import {MemoryLog} from '../../source/room/log.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {until} from '../helpers/until.ts';
import {attack} from './attacks.ts';
import {check} from './check.ts';
import {FuzzedHost} from './fuzzed-host.ts';
import {attackHost, type Tally} from './host-target.ts';

test('the host serves or closes each hostile peer, whatever it writes, and keeps serving honest members', async t => {
	const tally: Tally = new Map();
	await check(
		attack,
		async each => {
			await attackHost(each, tally);
		},
		{runs: 400},
	);
	t.diagnostic(JSON.stringify(Object.fromEntries(tally)));
});

/** A log that accepts messages, but stores none before `resume`. */
class StalledLog extends MemoryLog {
	isStalled = true;
	readonly #waiting: Array<Parameters<MemoryLog['append']>[0]> = [];

	override append(message: Parameters<MemoryLog['append']>[0]) {
		if (this.isStalled) {
			this.#waiting.push(message);
		} else {
			super.append(message);
		}
	}

	resume() {
		this.isStalled = false;
		for (const message of this.#waiting.splice(0)) {
			super.append(message);
		}
	}
}

test('the host stops reading from a flooding plain-text peer while the disk is slow, and loses none of its lines', async () => {
	const log = new StalledLog('history');
	const host = new FuzzedHost(true, log);
	const peer = host.connect();
	const lines = 500;
	const chunks = 40;
	for (let turn = 0; turn < chunks; turn++) {
		peer.write('flood\n'.repeat(lines));
		await endOfTurn();
	}

	const member = host.room.members.find(({name}) => name !== 'alice');
	assert.ok(member);
	assert.ok(
		host.room.countUncommitted(member.id) <= maximumUncommitted,
		`${host.room.countUncommitted(member.id)} messages wait for the disk`,
	);
	log.resume();
	await until(() => log.head === chunks * lines, {
		every: 1,
		describe: () => `${log.head} messages of ${chunks * lines}`,
	});
	await host.close();
});

test('at most one batch of the log waits in the socket of a member that does not read', async () => {
	const host = new FuzzedHost(false);
	const slow = host.connect(false);
	slow.write(`{"type":"hello","v":1,"sid":"${'a'.repeat(32)}","since":0,"name":"slow"}\n`);
	await host.until(() => host.room.members.length === 2, 'the hello');
	for (let sent = 0; sent < 6000; sent++) {
		host.room.postNext('host', 'x'.repeat(1000));
		if (sent % 100 === 0) {
			await endOfTurn();
		}
	}

	await endOfTurn();
	assert.ok(
		slow.hostSocket.writableLength < 2 * backlogLimit + cursorBatch * 1200,
		`${slow.hostSocket.writableLength} bytes wait`,
	);
	await host.close();
});

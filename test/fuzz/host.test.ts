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

test('whatever hostile peers write, however it is cut: each is served on or closed with its code, and the honest are served', async t => {
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

/** A disk that takes everything and has nothing yet, until it is told to go on. */
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

	goOn() {
		this.isStalled = false;
		for (const message of this.#waiting.splice(0)) {
			super.append(message);
		}
	}
}

test('a plain peer that floods is not read from while the disk is behind, and nothing it said is lost', async () => {
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
	log.goOn();
	await until(() => log.head === chunks * lines, {
		every: 1,
		describe: () => `${log.head} messages of ${chunks * lines}`,
	});
	await host.close();
});

test('a member that reads nothing has one stride of the log in its socket, however much is said', async () => {
	const host = new FuzzedHost(false);
	const slow = host.connect(false);
	slow.write(`{"type":"hello","v":1,"sid":"${'a'.repeat(32)}","since":0,"name":"slow"}\n`);
	await host.until(() => host.room.members.length === 2, 'the hello');
	for (let said = 0; said < 6000; said++) {
		host.room.postNext('host', 'x'.repeat(1000));
		if (said % 100 === 0) {
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

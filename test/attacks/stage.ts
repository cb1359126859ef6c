/**
A room under attack: the shipped host, a healthy pair that talks in it, and what the host's log says
of the attacker.
*/
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {startProcess, type JsonEvent} from '../helpers/line-process.ts';
import {hostCommand, startJoin} from '../helpers/program.ts';
import {commandFor} from '../helpers/type-script.ts';
import {until} from '../helpers/until.ts';
import {Attacker} from './attacker.ts';
import type {Period} from './pair.ts';

type Host = ReturnType<typeof startProcess>;

/** The host's events without its messages. Each line is parsed once: a flood makes thousands. */
export class HostLog {
	readonly entries: JsonEvent[] = [];
	readonly #host: Host;
	#read = 0;

	constructor(host: Host) {
		this.#host = host;
	}

	/** How many entries there are. */
	get length() {
		const output = this.#host.output();
		const end = output.lastIndexOf('\n') + 1;
		for (const line of output.slice(this.#read, end).split('\n')) {
			if (line !== '' && !line.startsWith('{"type":"message"')) {
				this.entries.push(JSON.parse(line) as JsonEvent);
			}
		}

		this.#read = Math.max(this.#read, end);
		return this.entries.length;
	}

	/** How many members are in the room, the host's own not counted. */
	get members(): number {
		const peers = this.entries.slice(0, this.length).filter(({type}) => type === 'peer');
		return peers.filter(({event}) => event === 'joined').length - peers.filter(({event}) => event === 'left').length;
	}

	/** Log entries from the given one on that match. */
	since(from: number, verb: string, detail: RegExp, peer?: string): readonly JsonEvent[] {
		return this.entries
			.slice(from, this.length)
			.filter(
				entry =>
					entry.verb === verb && detail.test(String(entry.detail)) && (peer === undefined || entry.peer === peer),
			);
	}

	/** The first that matches, once it is there. */
	async entry(
		verb: string,
		detail: RegExp,
		{from = 0, peer}: {readonly from?: number; readonly peer?: string} = {},
	): Promise<JsonEvent> {
		const ofPeer = () => this.entries.filter(entry => peer === undefined || entry.peer === peer).slice(-20);
		return until(() => this.since(from, verb, detail, peer)[0], {
			describe: () =>
				`no ${verb} ${String(detail)} of ${peer ?? 'anybody'} in the host's log, but ${JSON.stringify(ofPeer())}`,
		});
	}
}

/** Starts two members that talk, in a process of their own. */
const startPair = async (port: number) => {
	const [command = '', ...args] = commandFor(path.join(import.meta.dirname, 'pair.ts'));
	const child = spawn(command, [...args, String(port)], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	await once(child, 'message');
	return {
		/**
		Returns what they observed since the last call, once they have sent `atLeast` messages.
		*/
		async period(atLeast: number): Promise<Period> {
			child.send(atLeast);
			const [period] = (await once(child, 'message')) as [Period];
			return period;
		},
		async close() {
			const exit = once(child, 'exit');
			child.disconnect();
			await exit;
		},
	};
};

const spread = (latencies: readonly number[]): string => {
	const sorted = latencies.toSorted((a, b) => a - b);
	const ms = (value = Number.NaN) => value.toFixed(1);
	return `p50 ${ms(sorted[Math.floor(sorted.length / 2)])} ms, max ${ms(sorted.at(-1))} ms (${sorted.length} messages)`;
};

/**
The longest time that a message between the two may take during an attack, in milliseconds. It is
far above what is measured, because test machines are slow.
*/
const bound = 5000;

type Opened = {
	readonly host: Host;
	readonly port: number;
	readonly log: HostLog;
	readonly pair: Awaited<ReturnType<typeof startPair>>;
};

/** A room in which a pair talks, from `open` to `close`. */
export class Stage {
	#opened: Opened | undefined;

	get log() {
		return this.#room.log;
	}

	get #room(): Opened {
		assert.ok(this.#opened, 'the room is not open');
		return this.#opened;
	}

	/** `args`: more arguments for the host. */
	async open(...args: readonly string[]) {
		const host = startProcess(undefined, hostCommand('--json', ...args));
		try {
			const listen = await host.waitForEvent(event => event.verb === 'listen');
			const port = Number(listen.port);
			this.#opened = {host, port, log: new HostLog(host), pair: await startPair(port)};
		} catch (error) {
			await host.close();
			throw error;
		}
	}

	async close() {
		await this.#opened?.pair.close();
		await this.#opened?.host.close();
	}

	/**
	Attacks while the pair talks, prints what the pair observed, and fails if that is more than a
	delay.
	*/
	async attack(t: TestContext, act: (attacker: Attacker, from: number) => Promise<void>): Promise<void> {
		const {pair, port, log} = this.#room;
		const before = await pair.period(6);
		assert.deepEqual(before.faults, []);
		const attacker = new Attacker(port);
		try {
			await act(attacker, log.length);
		} finally {
			attacker.leave();
		}

		const during = await pair.period(15);
		t.diagnostic(`pair before: ${spread(before.latencies)}; during: ${spread(during.latencies)}`);
		assert.deepEqual(during.faults, []);
		assert.ok(Math.max(...during.latencies) < bound, `one was heard after ${Math.max(...during.latencies)} ms`);
	}

	/**
	Lets an honest client join with the shipped program during an attack and send a message; prints
	how long that took.
	*/
	async newcomer(t: TestContext, name: string): Promise<void> {
		const started = performance.now();
		const join = startJoin(t, this.#room.port, ['--name', name, '--stay', '--json']);
		await join.waitForEvent(event => event.status === 'open', {timeout: 30_000});
		const opened = performance.now();
		const connecting = join.events().find(event => event.verb === 'socket');
		const open = join.events().find(event => event.status === 'open');
		const attempts = join.events().filter(event => event.status === 'connecting').length;
		const dialled = Date.parse(String(open?.at)) - Date.parse(String(connecting?.at));
		t.diagnostic(
			`newcomer ${name}: in ${dialled} ms after it dialled, ${(opened - started).toFixed(0)} ms after it was started, ${attempts} attempt(s)`,
		);
		join.say(`${name} is here`);
		await join.waitForEvent(event => event.type === 'ack', {timeout: 30_000});
		join.say('bye');
		assert.equal((await join.exited).code, 0);
	}

	/** Returns the host's memory in MiB, or undefined where the system does not report it. */
	memory(): number | undefined {
		try {
			const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.#room.host.pid ?? ''}/status`, 'utf8'))?.[1];
			return resident === undefined ? undefined : Number(resident) / 1024;
		} catch {
			return undefined;
		}
	}
}

/**
A room of the shipped host, in which an honest pair talks and a crowd attacks: what the pair
notices, and what the host uses.
*/
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {setPriority} from 'node:os';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {setTimeout as passes} from 'node:timers/promises';
import {childEnvironment, type JsonEvent} from '../helpers/line-process.ts';
import {hostCommand} from '../helpers/program.ts';
import {Attacker} from './attacker.ts';
import type {Attack, AttackReport} from './crowd.ts';
import {startHelper, type Helper} from './helper.ts';
import type {Period} from './raw-pair.ts';

/** Options of Node for a CPU profile of each host, if a folder is named for them. */
const {SOCKET_CHAT_ATTACKS_PROFILE: profiles} = process.env;
const profileOptions = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];

/**
Gives a process that is measured the processor before others, where that is allowed: whatever else
this machine does is not what is measured.
*/
const prefer = (pid: number | undefined) => {
	try {
		setPriority(pid ?? 0, -15);
	} catch {}
};

/** Fills the log with messages of 8 KiB, so that old pages and newcomers cost what they can. */
const fill = async (port: number, messages: number) => {
	const attacker = new Attacker(port, '127.0.0.1');
	const peer = await attacker.member({name: 'filler'});
	const text = 'x'.repeat(8190);
	for (let n = 1; n <= messages; n++) {
		peer.send({type: 'post', n, text});
	}

	await peer.frame('msg', frame => frame.n === messages);
	peer.send({type: 'bye'});
	await peer.ended();
	attacker.leave();
};

export type RoomOptions = {
	/** More arguments for the host. */
	readonly args?: readonly string[];
	/** How many long messages are in the log before. */
	readonly messages?: number;
	/** How often the pair speaks, in milliseconds (20). */
	readonly interval?: number;
};

export type Outcome = {
	readonly during: Period;
	readonly report: AttackReport;
	/** The host's memory at the end of the attack, in MiB; 0 where the system does not tell. */
	readonly memory: number;
	/** The share of one processor that the host has used, 0 to 1. */
	readonly load: number;
};

export class MeasuredRoom {
	static async open({args = [], messages = 600, interval = 20}: RoomOptions = {}): Promise<MeasuredRoom> {
		const [command = '', ...rest] = hostCommand('--json', ...args);
		const host = spawn(command, [...profileOptions, ...rest], {
			env: childEnvironment(),
			stdio: ['pipe', 'pipe', 'ignore'],
		});
		try {
			const lines = createInterface({input: host.stdout});
			const port = await new Promise<number>((resolve, reject) => {
				lines.on('line', line => {
					const event = JSON.parse(line) as JsonEvent;
					if (event.verb === 'listen') {
						resolve(Number(event.port));
					}
				});
				host.once('exit', code => {
					reject(new Error(`The host has ended with ${String(code)}.`));
				});
			});
			lines.close();
			host.stdout.removeAllListeners('data').resume();
			await fill(port, messages);
			const {helper: pair} = await startHelper('raw-pair.ts', [String(port), String(host.pid), String(interval)]);
			const {helper: crowd} = await startHelper('crowd.ts', [String(port)]);
			prefer(host.pid);
			prefer(pair.pid);
			return new MeasuredRoom(host, port, pair, crowd);
		} catch (error) {
			host.kill('SIGKILL');
			throw error;
		}
	}

	readonly port: number;
	readonly #host: ChildProcess;
	readonly #pair: Helper;
	readonly #crowd: Helper;

	private constructor(host: ChildProcess, port: number, pair: Helper, crowd: Helper) {
		this.#host = host;
		this.port = port;
		this.#pair = pair;
		this.#crowd = crowd;
	}

	get isRunning() {
		return this.#host.exitCode === null && this.#host.signalCode === null;
	}

	/** What the pair has noticed since the last call. */
	async period(): Promise<Period> {
		return this.#pair.ask('report');
	}

	/** Attacks for this long, and returns what the pair has noticed meanwhile. */
	async attack(attack: Attack, milliseconds: number): Promise<Outcome> {
		await this.#crowd.ask(attack);
		const before = this.#processorTime();
		const start = performance.now();
		const [, report, memory] = await Promise.all([
			passes(milliseconds),
			passes(milliseconds).then(async () => this.#crowd.ask<AttackReport>('stop')),
			passes(milliseconds - 20).then(() => this.memory()),
		]);
		const load = (this.#processorTime() - before) / ((performance.now() - start) / 1000);
		return {during: await this.period(), report, memory, load};
	}

	/** Returns the host's memory in MiB, or 0 where the system does not report it. */
	memory(): number {
		const kilobytes = /VmRSS:\s+(\d+) kB/.exec(this.#read('status'))?.[1];
		return Number(kilobytes ?? 0) / 1024;
	}

	async close() {
		await Promise.all([this.#pair.close(), this.#crowd.close()]);
		if (this.isRunning) {
			const exit = once(this.#host, 'exit');
			this.#host.kill(profileOptions.length > 0 ? 'SIGTERM' : 'SIGKILL');
			await exit;
		}
	}

	/** Returns the processor time that the host has used, in seconds. */
	#processorTime(): number {
		const fields = this.#read('stat').split(') ')[1]?.split(' ') ?? [];
		// Fields 14 and 15 of proc(5), in hundredths of a second.
		return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
	}

	#read(name: string): string {
		try {
			return readFileSync(`/proc/${this.#host.pid ?? ''}/${name}`, 'utf8');
		} catch {
			return '';
		}
	}
}

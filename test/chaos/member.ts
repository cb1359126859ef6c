import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {childEnvironment} from '../helpers/line-process.ts';
import {readKeptLines} from './read-files.ts';
import {MemberRecord, type SeenMessages} from './member-record.ts';

export type MemberOptions = {
	readonly name: string;
	/** The arguments for node. */
	readonly command: readonly string[];
	/** Its own SOCKET_CHAT_HOME, the same for all its processes. */
	readonly home: string;
	readonly seenMessages: SeenMessages;
	/**
	Called when it is open again. `lostAt`: since when it was not, in milliseconds since the epoch.
	*/
	readonly onOpen: (lostAt: number) => void;
};

/**
How many lines of a process may be unacknowledged before it gets more. The next process gets the
lines that a killed one did not.
*/
const window = 400;
/** How often a program that ends again and again is started. */
const maximumStarts = 200;

/**
A member: runs the program in line mode, feeds, records and kills it, and restarts it when it ends.
*/
export class Member {
	readonly record: MemberRecord;
	/** Since when it is open, in milliseconds since the epoch; Infinity while it is not. */
	openedAt = Number.POSITIVE_INFINITY;
	/** How often it was killed. */
	kills = 0;
	readonly #options: MemberOptions;
	#child: ChildProcess | undefined;
	readonly #queue: string[] = [];
	#openLines = 0;
	#lostAt = 0;
	#hasOpened = false;
	#isKilled = false;
	#isStopping = false;
	#closed: Promise<void> = Promise.resolve();
	/** The downtimes after the kills that are due, in milliseconds. */
	readonly #dueKills: number[] = [];
	#downTime = 0;
	/** The last lines that it printed, except messages, as evidence. */
	#lastOutput: string[] = [];

	constructor(options: MemberOptions) {
		this.#options = options;
		this.record = new MemberRecord(options.name, options.seenMessages);
	}

	/** The number of due kills, and of lines that are not written yet or not acknowledged. */
	get unsettled(): number {
		return this.#dueKills.length + this.#queue.length + this.record.unsettled;
	}

	start() {
		const {command, home} = this.#options;
		this.record.startProcess();
		this.#hasOpened = false;
		this.#isKilled = false;
		this.#openLines = 0;
		this.#lastOutput = [];
		this.#lostAt = Date.now();
		const child = spawn(process.execPath, command, {env: childEnvironment({SOCKET_CHAT_HOME: home}), stdio: 'pipe'});
		this.#child = child;
		let rest = '';
		child.stdout.setEncoding('utf8').on('data', (data: string) => {
			const lines = (rest + data).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				this.#handleLine(line);
			}

			this.#feed();
		});
		child.stderr.setEncoding('utf8').on('data', (data: string) => {
			this.#keepOutput(data);
		});
		child.stdin.on('error', () => {});
		this.#closed = new Promise(resolve => {
			child.on('close', (code, signal) => {
				this.#handleExit(signal ?? String(code));
				resolve();
			});
		});
	}

	/** Queues these lines for the program's input. */
	send(lines: readonly string[]) {
		this.#queue.push(...lines);
		this.#feed();
	}

	/** Kills the process with SIGKILL after it has been open, and restarts it `down` ms later. */
	kill(down: number) {
		this.#dueKills.push(down);
		if (this.#hasOpened) {
			this.#killNow();
		}
	}

	/**
	Kills the process for good at the end of the run. Its history stays that of a running one.
	*/
	async stop() {
		this.#isStopping = true;
		this.#child?.kill('SIGKILL');
		await this.#closed;
	}

	#isRunning(): boolean {
		return this.#child?.exitCode === null && this.#child.signalCode === null;
	}

	#killNow() {
		const down = this.#dueKills[0];
		if (down !== undefined && this.#isRunning() && !this.#isKilled && !this.#isStopping) {
			this.#dueKills.shift();
			this.kills++;
			this.#isKilled = true;
			this.#downTime = down;
			this.#child?.kill('SIGKILL');
		}
	}

	#feed() {
		if (!this.#hasOpened || !this.#isRunning() || this.#openLines >= window || this.#queue.length === 0) {
			return;
		}

		const lines = this.#queue.splice(0, window - this.#openLines);
		this.#openLines += lines.length;
		for (const line of lines) {
			this.record.addOperation(line);
		}

		this.#child?.stdin?.write(`${lines.join('\n')}\n`);
	}

	#handleLine(line: string) {
		if (!/^{"type":"(?:message|ack|status|error)"/.test(line)) {
			this.#keepOutput(line);
			return;
		}

		const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
		switch (event.type) {
			case 'message': {
				this.record.addSeen({
					seq: Number(event.seq),
					id: String(event.fromId),
					from: String(event.from),
					text: String(event.text),
				});
				break;
			}

			case 'ack': {
				this.#openLines -= Number(event.n) > 0 ? 1 : 0;
				this.record.acknowledge(Number(event.n), Number(event.seq));
				break;
			}

			case 'status': {
				this.#keepOutput(line);
				this.#handleStatus(String(event.status));
				break;
			}

			default: {
				this.#keepOutput(line);
				if (event.code !== 'undelivered') {
					this.record.addError(`error ${String(event.code)}: ${String(event.text)}`);
				}
			}
		}
	}

	#handleStatus(status: string) {
		if (this.#dueKills.length > 0) {
			setTimeout(() => {
				this.#killNow();
			}, 200);
		}

		const isOpen = status === 'open' || status === 'listening';
		if (isOpen && this.openedAt === Number.POSITIVE_INFINITY) {
			this.#hasOpened = true;
			this.openedAt = Date.now();
			this.#options.onOpen(this.#lostAt);
		} else if (!isOpen && this.openedAt !== Number.POSITIVE_INFINITY) {
			this.openedAt = Number.POSITIVE_INFINITY;
			this.#lostAt = Date.now();
		}
	}

	#keepOutput(text: string) {
		this.#lastOutput.push(text.trimEnd().slice(0, 300));
		this.#lastOutput = this.#lastOutput.slice(-16);
	}

	#handleExit(how: string) {
		this.openedAt = Number.POSITIVE_INFINITY;
		if (this.#isStopping) {
			return;
		}

		const isUnopened = !this.#hasOpened && how === '1';
		if (!this.#isKilled && !isUnopened) {
			this.record.addError(`it ended with ${how}; its last output:\n  ${this.#lastOutput.join('\n  ')}`);
		}

		this.record.endProcess(
			this.#isKilled ? 'killed' : isUnopened ? 'unopened' : 'died',
			readKeptLines(this.#options.home),
		);
		void this.#startAgain(this.#isKilled ? this.#downTime : 300);
	}

	async #startAgain(after: number) {
		await sleep(after);
		if (!this.#isStopping && this.record.processes.length < maximumStarts) {
			this.start();
		}
	}
}

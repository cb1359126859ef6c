import type {Clock, Timer} from '../../net/clock.ts';
import type {TappedConnection, TappedSocket} from '../../net/recording/connection-tap.ts';
import type {ReadKernel} from '../../net/kernel/kernel-view.ts';
import type {SocketLogEntry} from '../../net/socket-log.ts';
import {ConnectionRecord} from './connection-record.ts';
import {stepVerbs, type StepVerb, type XrayConnection} from './types.ts';

export type XrayOptions = {
	readonly clock: Clock;
	readonly readKernel: ReadKernel;
	/** Whether what others say in private is masked: at a host. */
	readonly hidesPrivate: boolean;
};

/** How many calls of a connection are kept, and of all connections together. */
const maximumCalls = 500;
const maximumCallsOfAll = 20_000;
const minimumCalls = 20;

/** How many closed connections stay, to be looked at. */
const maximumClosed = 20;

/** How long calls are collected before the kernel is asked, in milliseconds. */
const collectingTime = 100;
const readingPeriod = 1000;

type Watch = {
	readonly record: ConnectionRecord;
	readonly onChange: () => void;
};

const isStep = (verb: string): verb is StepVerb => new Set<string>(stepVerbs).has(verb);

/**
What the x-ray knows of the sockets of a chat. Calls are recorded from `startRecording` on; the
kernel is asked about one connection while it is watched.
*/
export class Xray {
	readonly #options: XrayOptions;
	/** By number, in the order in which they were opened. */
	readonly #records = new Map<number, ConnectionRecord>();
	#isRecording = false;
	#watch: Watch | undefined;
	#collecting: Timer | undefined;
	#nextReading: Timer | undefined;
	#isReading = false;

	constructor(options: XrayOptions) {
		this.#options = options;
	}

	/** Milliseconds since the epoch, by the clock of the chat. */
	now(): number {
		return this.#options.clock.now();
	}

	/** The numbers of the connections that can be shown, oldest first. */
	get numbers(): readonly number[] {
		return [...this.#records.keys()];
	}

	addConnection(connection: TappedConnection, socket: TappedSocket) {
		const record: ConnectionRecord = new ConnectionRecord(connection, socket, {
			now: this.#options.clock.now,
			hidesPrivate: this.#options.hidesPrivate,
			getCapacity: () => this.#countCalls(),
			onChange: () => {
				if (this.#watch?.record === record) {
					this.#collect();
				}
			},
		});
		this.#records.set(record.number, record);
		if (this.#isRecording) {
			record.startRecording();
		}
	}

	/** Takes an entry of the connection log: a step in the life of a socket. */
	addEntry({verb, connection, code, wireBytes}: SocketLogEntry) {
		const record = connection === undefined ? undefined : this.#records.get(connection);
		if (record && isStep(verb)) {
			record.addStep(verb, {code, wireBytes});
			if (verb === 'close') {
				this.#dropOldClosed();
			}
		}
	}

	/** Records the calls of all connections from now on. */
	startRecording() {
		if (!this.#isRecording) {
			this.#isRecording = true;
			for (const record of this.#records.values()) {
				record.startRecording();
			}
		}
	}

	/** Returns what is known of a connection; undefined if there is none with this number. */
	look(number: number): XrayConnection | undefined {
		return this.#records.get(number)?.getSnapshot();
	}

	/** Returns the number of the newest connection with this `address:port` at its other end. */
	findByRemote(remote: string): number | undefined {
		return [...this.#records.values()].findLast(record => record.remote === remote)?.number;
	}

	/**
	Asks the kernel about a connection now, after calls, and each second, and calls `onChange` when
	something is new. In place of a connection that was watched before. Returns a function that
	stops.
	*/
	watch(number: number, onChange: () => void): () => void {
		this.#stop();
		const record = this.#records.get(number);
		if (!record) {
			return () => undefined;
		}

		const watch = {record, onChange};
		this.#watch = watch;
		void this.#read();
		return () => {
			if (this.#watch === watch) {
				this.#stop();
			}
		};
	}

	#stop() {
		this.#watch = undefined;
		this.#collecting?.stop();
		this.#collecting = undefined;
		this.#nextReading?.stop();
	}

	#collect() {
		this.#collecting ??= this.#options.clock.after(collectingTime, () => {
			this.#collecting = undefined;
			this.#watch?.onChange();
			void this.#read();
		});
	}

	async #read() {
		const watch = this.#watch;
		if (!watch || this.#isReading) {
			return;
		}

		this.#nextReading?.stop();
		const {ends} = watch.record;
		this.#isReading = true;
		const view = ends && (await this.#options.readKernel(ends));
		this.#isReading = false;
		watch.record.addReading(view);
		if (this.#watch === watch) {
			watch.onChange();
			this.#plan(watch.record);
		} else {
			void this.#read();
		}
	}

	#plan(record: ConnectionRecord) {
		if (!record.isOver) {
			this.#nextReading = this.#options.clock.after(readingPeriod, () => {
				void this.#read();
			});
		}
	}

	#countCalls(): number {
		return Math.max(minimumCalls, Math.min(maximumCalls, Math.floor(maximumCallsOfAll / this.#records.size)));
	}

	#dropOldClosed() {
		const closed = [...this.#records.values()].filter(record => record.isClosed && this.#watch?.record !== record);
		for (const {number} of closed.slice(0, -maximumClosed)) {
			this.#records.delete(number);
		}
	}
}

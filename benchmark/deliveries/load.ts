/** Measures how many messages per second reach the members of a room from one sender. */
import {Buffer} from 'node:buffer';
import {setTimeout as sleep} from 'node:timers/promises';
import {waitUntil, type Stage} from '../stage.ts';
import type {ChatServer, Receiver, Sender} from './server.ts';

/** Characters of each text, including its number. */
const textLength = 60;
/** Messages in one write of the sender. */
const perWrite = 50;
/** Limits for deliveries and messages in flight: few enough that no server loses any. */
const deliveriesUnderWay = 200_000;
const messagesUnderWay = 1000;
const maximumMessages = 2_000_000;
/** How often the members that are in send a sign of life until all are in, in milliseconds. */
const greetEvery = 2500;
/** Everything has arrived after this long without a byte, in milliseconds. */
const quiet = 300;
/** How long the last messages may take, in milliseconds. */
const patience = 60_000;

const textAt = (number: number): string =>
	`${String(number).padStart(7, '0')} the quick brown fox jumps over the lazy dog and runs home`
		.padEnd(textLength, '.')
		.slice(0, textLength);

const lineFeed = 0x0a;

const countLines = (chunk: Uint8Array): number => {
	let lines = 0;
	for (let index = chunk.indexOf(lineFeed); index !== -1; index = chunk.indexOf(lineFeed, index + 1)) {
		lines++;
	}

	return lines;
};

/** Throws unless each text was received once, in order. */
const check = (
	server: ChatServer,
	received: string,
	{first, last}: {readonly first: number; readonly last: number},
) => {
	let expected = first;
	for (const line of received.split('\n')) {
		const text = server.readText(line);
		if (text === undefined) {
			continue;
		}

		if (text !== textAt(expected)) {
			throw new Error(
				`${server.name} delivered ${JSON.stringify(text)} in the place of ${JSON.stringify(textAt(expected))}.`,
			);
		}

		expected++;
	}

	if (expected !== last + 1) {
		throw new Error(`${server.name} delivered ${expected - 1} of ${last} messages.`);
	}
};

/** A running chat server with a sender and members in its room. */
export class LoadedServer {
	/** The server's process id, once it is open. */
	pid = 0;
	readonly #server: ChatServer;
	readonly #members: number;
	readonly #peers: Receiver[] = [];
	#sender: Sender | undefined;
	/**
	What the checked member has received in this measurement, and the bytes of all others together.
	*/
	#checked = {chunks: [] as Uint8Array[], bytes: 0, lines: 0};
	#others = 0;
	#onArrival: (() => void) | undefined;
	#greeting: NodeJS.Timeout | undefined;
	/** The number of the last text that was sent. */
	#last = 0;

	constructor(server: ChatServer, members: number) {
		this.#server = server;
		this.#members = members;
	}

	async open(stage: Stage) {
		const {hasCopies, atATime, start} = this.#server;
		const running = await start(stage);
		this.pid = running.pid;
		this.#greetAgainAndAgain();
		stage.after(() => {
			clearInterval(this.#greeting);
		});
		const onBytes = (bytes: number) => {
			this.#others += bytes;
			this.#onArrival?.();
		};

		while (this.#peers.length < this.#members - 1) {
			const more = Math.min(atATime, this.#members - 1 - this.#peers.length);
			this.#peers.push(...(await Promise.all(Array.from({length: more}, async () => running.enterReceiver(onBytes)))));
		}

		this.#peers.push(
			await running.enterChecked(chunk => {
				// The socket reuses the chunk.
				this.#checked.chunks.push(Buffer.from(chunk));
				this.#checked.bytes += chunk.length;
				this.#checked.lines += countLines(chunk);
				this.#onArrival?.();
			}),
		);
		this.#sender = await running.enterSender(hasCopies ? onBytes : () => undefined);
	}

	/**
	Deliveries a second, from the first write to the last byte that a member, or the sender for its
	copies, gets. All get the same bytes: one member's are counted line by line and checked after
	the clock has stopped, all others' only counted. Throws where one has got less or more, or the
	checked member another text.
	*/
	async measure(seconds: number): Promise<number> {
		clearInterval(this.#greeting);
		this.#greet();
		await this.#settle();
		const first = this.#last + 1;
		const milliseconds = await this.#load(seconds);
		await sleep(quiet);
		const others = this.#checked.bytes * this.#otherReaders;
		if (this.#others !== others) {
			throw new Error(`${this.#server.name}: ${this.#others} bytes came and not ${others}.`);
		}

		check(this.#server, Buffer.concat(this.#checked.chunks).toString('latin1'), {first, last: this.#last});
		this.#greetAgainAndAgain();
		return ((this.#last - first + 1) * this.#members) / (milliseconds / 1000);
	}

	get #otherReaders() {
		return this.#members - 1 + (this.#server.hasCopies ? 1 : 0);
	}

	#greet() {
		for (const peer of [...this.#peers, this.#sender]) {
			peer?.greet();
		}
	}

	#greetAgainAndAgain() {
		this.#greeting = setInterval(() => {
			this.#greet();
		}, greetEvery);
	}

	/** Waits until nothing more arrives, and resets the counters. */
	async #settle() {
		let before = -1;
		await waitUntil(
			`${this.#server.name} is not quiet`,
			() => {
				const now = this.#others + this.#checked.bytes;
				const isQuiet = before === now;
				before = now;
				return isQuiet;
			},
			{every: quiet, timeout: patience},
		);
		this.#checked = {chunks: [], bytes: 0, lines: 0};
		this.#others = 0;
	}

	/** The number of messages delivered, on average where members differ. */
	get #delivered() {
		const {bytes, lines} = this.#checked;
		return lines === 0 || this.#otherReaders === 0
			? lines
			: Math.min(lines, (this.#others / this.#otherReaders / bytes) * lines);
	}

	/** Sends texts until the last one has at least this number. */
	#say(end: number) {
		while (this.#last < end) {
			this.#sender?.send(Array.from({length: perWrite}, (_, index) => textAt(this.#last + 1 + index)));
			this.#last += perWrite;
		}
	}

	/** Returns how long it took until everything had arrived, in milliseconds. */
	async #load(seconds: number): Promise<number> {
		const window = Math.min(messagesUnderWay, deliveriesUnderWay / this.#members);
		const before = this.#last;
		const start = performance.now();
		return new Promise<number>((resolve, reject) => {
			const giveUp = setTimeout(
				() => {
					const {name} = this.#server;
					reject(
						new Error(
							`${name} has delivered ${Math.round(this.#delivered)} of ${this.#last - before} messages to ${this.#members} members.`,
						),
					);
				},
				seconds * 1000 + patience,
			);
			const onArrival = () => {
				const time = performance.now() - start;
				const isOver = time > seconds * 1000 || this.#last - before >= maximumMessages;
				if (!isOver) {
					this.#say(before + this.#delivered + window);
					return;
				}

				if (this.#checked.lines >= this.#last - before && this.#others >= this.#checked.bytes * this.#otherReaders) {
					clearTimeout(giveUp);
					this.#onArrival = undefined;
					resolve(time);
				}
			};

			this.#onArrival = onArrival;
			onArrival();
		});
	}
}

/**
Members that harm nobody, in one process: idle ones whose round trips vary, some that read no more,
and some on slow links. Run by `show.ts`.
*/
import {setPriority} from 'node:os';
import process from 'node:process';
import {openPacingProxy} from '../helpers/pacing-proxy.ts';
import type {RawPeer} from '../helpers/raw-peer.ts';
import {createRandom} from '../model/random.ts';
import {Attacker} from './attacker.ts';
import {percentile} from './statistics.ts';

export type Bystanders = {
	readonly port: number;
	readonly seed: number;
	readonly idle: number;
	readonly deaf: number;
	readonly slow: number;
	/** Bytes per second of a slow link. */
	readonly pace: number;
};

export type BystanderReport = {
	/** Members that have not been disconnected. */
	readonly idle: number;
	readonly deaf: number;
	readonly slow: number;
	/** The 95th percentile of the time from a line on a slow link to its copy, in seconds. */
	readonly slowLine: number;
};

const pingEvery = 5000;
const lineEvery = 10_000;
/** How many come in at a time. */
const batch = 20;

const options = JSON.parse(process.argv[2] ?? '{}') as Bystanders;
const random = createRandom(options.seed, 'bystanders');
setPriority(5);

type Bystander = {isHere: boolean; readonly peer: RawPeer};

/** Comes in at the end of the log, as one who has been there before. */
const enter = async (port: number, name: string, known: Readonly<Record<string, unknown>>): Promise<Bystander> => {
	const peer = await new Attacker(port, '127.0.0.3').member({name, ...known});
	const bystander = {isHere: true, peer};
	peer.socket.on('close', () => {
		bystander.isHere = false;
	});
	peer.socket.removeAllListeners('data');
	// A round trip that jumps is one that the others are told.
	setTimeout(() => {
		setInterval(() => {
			peer.send({type: 'ping', k: 1, rtt: Math.floor(random() * 400)});
		}, pingEvery);
	}, random() * pingEvery);
	return bystander;
};

const enterAll = async (count: number, name: string, port: number, known: Readonly<Record<string, unknown>>) => {
	const all: Bystander[] = [];
	while (all.length < count) {
		const size = Math.min(batch, count - all.length);
		const from = all.length;
		all.push(
			...(await Promise.all(
				Array.from({length: size}, async (_, index) => enter(port, `${name}-${from + index}`, known)),
			)),
		);
	}

	return all;
};

const guide = await new Attacker(options.port, '127.0.0.3').member({name: 'guide'});
const {room, head} = await guide.frame('welcome');
guide.socket.destroy();
const known = {room, since: head};

const idle = await enterAll(options.idle, 'idle', options.port, known);
for (const {peer} of idle) {
	peer.socket.resume();
}

const deaf = await enterAll(options.deaf, 'deaf', options.port, known);
for (const {peer} of deaf) {
	peer.socket.pause();
}

const proxy = await openPacingProxy(undefined, options.port, {down: options.pace, up: options.pace});
const slow = await enterAll(options.slow, 'slow', proxy.port, known);
/** Times from a line to its copy, in seconds, since the last report. */
const times: number[] = [];

/** Says a line now and then, and waits for its copy from the room. */
const speak = ({peer}: Bystander, index: number) => {
	const said = new Map<number, number>();
	const own = new RegExp(String.raw`"text":"slow ${index} (\d+)"`);
	let n = 0;
	let rest = '';
	peer.socket.setEncoding('utf8').on('data', (chunk: string) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			const k = Number(own.exec(line)?.[1]);
			const at = said.get(k);
			if (at !== undefined) {
				said.delete(k);
				times.push((performance.now() - at) / 1000);
			}
		}
	});
	setInterval(() => {
		n++;
		said.set(n, performance.now());
		peer.send({type: 'post', n, text: `slow ${index} ${n}`});
	}, lineEvery);
};

for (const [index, each] of slow.entries()) {
	speak(each, index);
}

const countHere = (all: readonly Bystander[]) => all.filter(({isHere}) => isHere).length;

process.on('message', () => {
	const report: BystanderReport = {
		idle: countHere(idle),
		deaf: countHere(deaf),
		slow: countHere(slow),
		slowLine: percentile(times.splice(0), 0.95),
	};
	process.send?.(report);
});
process.once('disconnect', () => {
	process.exit();
});
process.send?.('ready');

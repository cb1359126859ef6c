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
	/**
	The 95th percentile of the time from a line on a slow link to another member, in seconds; lines
	that are still on their way count as long as they have been. Undefined: none.
	*/
	readonly slowLine: number | undefined;
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
setInterval(() => {
	guide.send({type: 'ping', k: 1});
}, pingEvery);
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
const slow = await enterAll(options.slow, 'slow', proxy.port, {...known, pong: true});
/** When each line was said that nobody has heard yet. */
const said = new Map<string, number>();
/** Times from a line to the guide, in seconds, since the last report. */
const times: number[] = [];

/** Calls `act` with each line that comes to a member. */
const readLines = ({socket}: RawPeer, act: (line: string) => void) => {
	let rest = '';
	socket.removeAllListeners('data');
	socket.setEncoding('utf8').on('data', (chunk: string) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			act(line);
		}
	});
	socket.resume();
};

/** Says a line now and then, and answers pings, as a client does. */
const speak = ({peer}: Bystander, index: number) => {
	readLines(peer, line => {
		const k = /^{"type":"ping","k":(\d+)/.exec(line)?.[1];
		if (k !== undefined) {
			peer.send({type: 'pong', k: Number(k)});
		}
	});
	let n = 0;
	setInterval(() => {
		n++;
		const text = `slow ${index} ${n}`;
		said.set(text, performance.now());
		peer.send({type: 'post', n, text});
	}, lineEvery);
};

for (const [index, each] of slow.entries()) {
	speak(each, index);
}

readLines(guide, line => {
	const text = /"text":"(slow \d+ \d+)"/.exec(line)?.[1] ?? '';
	const at = said.get(text);
	if (at !== undefined) {
		said.delete(text);
		times.push((performance.now() - at) / 1000);
	}
});

const measureSlowLines = (): number | undefined => {
	const now = performance.now();
	const waiting = [...said.values()].map(at => (now - at) / 1000).filter(time => time > 1);
	const all = [...times.splice(0), ...waiting];
	return all.length === 0 ? undefined : percentile(all, 0.95);
};

const countHere = (all: readonly Bystander[]) => all.filter(({isHere}) => isHere).length;

process.on('message', () => {
	const report: BystanderReport = {
		idle: countHere(idle),
		deaf: countHere(deaf),
		slow: countHere(slow),
		slowLine: measureSlowLines(),
	};
	process.send?.(report);
});
process.once('disconnect', () => {
	process.exit();
});
process.send?.('ready');

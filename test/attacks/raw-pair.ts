/**
Healthy members that talk while others attack their room: connections in a process that does nothing
else, so that what is measured is the host. Run by `measured-room.ts`. There are more than two, so
that each message is measured often and nobody talks faster than people do: one who needs more of
the host than a fair share waits as those who attack it do.
*/
import {Buffer} from 'node:buffer';
import process from 'node:process';
import type {Socket} from 'node:net';
import {readProcessorTimes, type ProcessorTimes} from '../helpers/processor-times.ts';
import {until} from '../helpers/until.ts';
import {Attacker} from './attacker.ts';

/** What the pair has noticed since the last report. */
export type Period = {
	/** Times from one to the other, in milliseconds, as they were on an idle machine. */
	readonly latencies: readonly number[];
	/** The same by the clock. */
	readonly walls: readonly number[];
	/** Messages that one of the two has not heard, has heard twice, or before an earlier one. */
	readonly lost: number;
	readonly doubled: number;
	readonly reordered: number;
	/** What no member should notice. */
	readonly faults: readonly string[];
};

/** They send a message in turn, at this interval, in milliseconds. */
const every = Number(process.argv[4] ?? 20);
/** How long a message is waited for, in milliseconds. */
const patience = 10_000;
const names = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace'] as const;
const marker = Buffer.from('"text":"pair ');
const closeMarker = Buffer.from('{"type":"close"');

const port = Number(process.argv[2]);
const hostPid = Number(process.argv[3]);
const faults: string[] = [];
/** When the k-th message was said; all before `reported` have been reported. */
const said: number[] = [];
/** The processor time of host and pair until then. */
const times: Array<{readonly host: ProcessorTimes; readonly pair: ProcessorTimes}> = [];
/** How long it took to the last one who had not said it. */
const latencies: number[] = [];
const walls: number[] = [];
let reported = 0;

const readTimes = () => ({host: readProcessorTimes(hostPid), pair: readProcessorTimes(process.pid)});

/**
Returns how long ago the k-th message was said, and the same without the time in which host and pair
waited for a processor, but at least what the host worked: what else this machine does is not what
is measured.
*/
const measure = (k: number) => {
	const wall = performance.now() - (said[k] ?? Number.NaN);
	const now = readTimes();
	const {host, pair} = times[k] ?? now;
	const waited = now.host.waited - host.waited + (now.pair.waited - pair.waited);
	return {wall, latency: Math.max(wall - waited, now.host.ran - host.ran)};
};

/** Calls back for the number of each message of the pair, without a look at other frames. */
const readNumbers = (socket: Socket, onNumber: (k: number) => void, onClose: (frame: string) => void) => {
	let rest: Uint8Array = new Uint8Array();
	socket.on('data', (chunk: Uint8Array) => {
		const bytes = Buffer.concat([rest, chunk]);
		const end = bytes.lastIndexOf(10) + 1;
		for (let at = bytes.indexOf(marker); at !== -1 && at < end; at = bytes.indexOf(marker, at + 1)) {
			onNumber(Number.parseInt(bytes.toString('latin1', at + marker.length, at + marker.length + 12), 10));
		}

		const close = bytes.indexOf(closeMarker);
		if (close !== -1 && close < end) {
			onClose(bytes.toString('utf8', close, end));
		}

		rest = bytes.subarray(end);
	});
};

const start = async (name: string, who: number) => {
	const peer = await new Attacker(port, '127.0.0.1').member({name});
	peer.socket.removeAllListeners('data');
	const heard: number[] = [];
	readNumbers(
		peer.socket,
		k => {
			heard.push(k);
			if (k % names.length !== who) {
				const {wall, latency} = measure(k);
				walls[k] = wall;
				latencies[k] = latency;
			}
		},
		frame => {
			faults.push(`${name} is told ${frame.trim()}`);
		},
	);
	peer.socket.on('close', () => {
		faults.push(`${name} is no longer connected`);
	});
	return {peer, heard};
};

const members = await Promise.all(names.map(async (name, who) => start(name, who)));

/** Counts what became of the messages from one number up to another. */
const countFaults = (from: number, end: number) => {
	const counts = {lost: 0, doubled: 0, reordered: 0};
	for (const {heard} of members) {
		const inPeriod = heard.filter(k => k >= from && k < end);
		const distinct = new Set(inPeriod).size;
		counts.lost += end - from - distinct;
		counts.doubled += inPeriod.length - distinct;
		for (const who of names.keys()) {
			const ofOne = inPeriod.filter(k => k % names.length === who);
			counts.reordered += ofOne.filter((k, index) => index > 0 && k < (ofOne[index - 1] ?? 0)).length;
		}
	}

	const [one = [], other = []] = members.map(({heard}) => heard.filter(k => k >= from && k < end));
	counts.reordered += one.filter((k, index) => other.length === one.length && other[index] !== k).length;
	return counts;
};

const report = async (): Promise<Period> => {
	const from = reported;
	const end = said.length;
	reported = end;
	const lastOnes = names.map((_, index) => end - 1 - index).filter(k => k >= from);
	const isHeard = (k: number) => members.every(({heard}) => heard.includes(k));
	try {
		await until(() => lastOnes.every(k => isHeard(k)), {timeout: patience});
	} catch {
		faults.push(`not heard within ${patience / 1000} s`);
	}

	const counts = countFaults(from, end);
	faults.push(...Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])));
	const late = Array.from({length: end - from}, (_, index) => measure(from + index));
	return {
		latencies: late.map(({latency}, index) => latencies[from + index] ?? latency),
		walls: late.map(({wall}, index) => walls[from + index] ?? wall),
		...counts,
		faults: faults.splice(0),
	};
};

process.on('message', () => {
	void report().then(period => process.send?.(period));
});
process.once('disconnect', () => {
	process.exit();
});
setInterval(() => {
	const k = said.length;
	said.push(performance.now());
	times.push(readTimes());
	members[k % names.length]?.peer.send({type: 'post', n: Math.floor(k / names.length) + 1, text: `pair ${k}`});
}, every);
process.send?.('ready');

/**
A healthy pair of members that talk while others attack their room: two connections in a process
that does nothing else, so that what is measured is the host. Run by `measured-room.ts`.
*/
import {Buffer} from 'node:buffer';
import process from 'node:process';
import type {Socket} from 'node:net';
import {until} from '../helpers/until.ts';
import {Attacker} from './attacker.ts';
import type {Period} from './pair.ts';

/** The two send a message in turn, at this interval, in milliseconds. */
const every = 20;
/** How long a message is waited for, in milliseconds. */
const patience = Number(process.argv[3] ?? 10_000);
const names = ['bob', 'carol'] as const;
const marker = Buffer.from('"text":"pair ');
const closeMarker = Buffer.from('{"type":"close"');

const port = Number(process.argv[2]);
const faults: string[] = [];
/** When the k-th message was said; all before `reported` have been reported. */
const said: number[] = [];
/** How long it took to the one who had not said it. */
const latencies: number[] = [];
let reported = 0;

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
				latencies[k] = performance.now() - (said[k] ?? Number.NaN);
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

/** Checks that both hear each message once, that of each author in order, and all in one order. */
const checkOrder = (from: number, end: number) => {
	for (const [index, {heard}] of members.entries()) {
		for (const who of names.keys()) {
			const ofOne = heard.filter(k => k >= from && k < end && k % names.length === who);
			const wanted = said.map((_, k) => k).filter(k => k >= from && k < end && k % names.length === who);
			if (ofOne.join(' ') !== wanted.join(' ')) {
				faults.push(
					`${names[index] ?? ''} has heard ${ofOne.length} of ${wanted.length} of ${names[who] ?? ''}: ${ofOne.join(' ')}`,
				);
			}
		}
	}

	const [one, other] = members.map(({heard}) => heard.filter(k => k >= from && k < end).join(' '));
	if (one !== other) {
		faults.push('the two have heard the same in another order');
	}
};

const report = async (): Promise<Period> => {
	const from = reported;
	const end = said.length;
	reported = end;
	const lastOnes = names.map((_, index) => end - 1 - index).filter(k => k >= from);
	const isHeard = (k: number) => members.every(({heard}) => heard.includes(k));
	try {
		await until(() => lastOnes.every(k => isHeard(k)), {timeout: patience});
		checkOrder(from, end);
	} catch {
		faults.push(`not heard within ${patience / 1000} s`);
	}

	const now = performance.now();
	const times = said.slice(from, end).map((at, index) => latencies[from + index] ?? now - at);
	return {latencies: times, faults: faults.splice(0)};
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
	members[k % names.length]?.peer.send({type: 'post', n: Math.floor(k / names.length) + 1, text: `pair ${k}`});
}, every);
process.send?.('ready');

/** How long a message takes from one member's line mode to another's. */
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {closeSync, fdatasyncSync, openSync, writeSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {atMost, type Figure, type Row} from '../figure.ts';
import {environment, joinCommand, newHome, startHost} from '../peers/socket-chat.ts';
import {interleave, median} from '../statistics.ts';
import {onStage, type Stage} from '../stage.ts';

/** Messages in one round. */
const messages = 200;
/** Before they count: what is called often is compiled by then. */
const warmUp = 1000;
/** As long as a message's record on disk. */
const record = Buffer.alloc(150, 'x');

type Measure = () => Promise<number>;

const repeat = async (measure: Measure, count: number): Promise<number[]> => {
	const times: number[] = [];
	while (times.length < count) {
		times.push(await measure());
	}

	return times;
};

/**
Returns a function that times one message from a client's standard input to another client's
standard output.
*/
const openPair = async (stage: Stage) => {
	const {port} = await startHost(stage, await newHome(stage));
	const join = async (name: string) => {
		const child = stage.open(joinCommand(port, '--name', name), environment(await newHome(stage)));
		child.stderr.resume();
		return child;
	};

	const bob = await join('bob');
	const carol = await join('carol');
	let said = 0;
	const say = async (): Promise<number> => {
		const text = `message ${++said} of one who is in no hurry`;
		const start = performance.now();
		let received = '';
		const heard = new Promise<void>(resolve => {
			const onData = (chunk: Uint8Array) => {
				received += Buffer.from(chunk).toString();
				if (received.includes(text)) {
					carol.stdout.off('data', onData);
					resolve();
				}
			};

			carol.stdout.on('data', onData);
		});
		bob.stdin.write(`${text}\n`);
		await heard;
		return performance.now() - start;
	};

	// What is said before both are in comes late.
	await say();
	await say();
	return say;
};

const echoServer = `
const server = require('node:net').createServer({noDelay: true}, socket => socket.pipe(socket));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Returns a function that measures one message to a process and back, over a bare TCP socket. */
const openEcho = async (stage: Stage) => {
	const child = stage.open([process.execPath, '-e', echoServer]);
	const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string];
	const socket = connect({port: Number(line), host: '127.0.0.1', noDelay: true});
	await once(socket, 'connect');
	stage.after(() => socket.destroy());
	return async () => {
		const start = performance.now();
		socket.write(record);
		await once(socket, 'data');
		return performance.now() - start;
	};
};

/** Returns a function that measures appending one record to a file and syncing it to disk. */
const openSyncing = async (stage: Stage) => {
	const fd = openSync(path.join(await stage.folder(), 'log'), 'a');
	stage.after(() => {
		closeSync(fd);
	});
	return async () => {
		const start = performance.now();
		writeSync(fd, record);
		fdatasyncSync(fd);
		return performance.now() - start;
	};
};

export const latency: Row = {
	name: 'latency',
	how: `One message at a time, ${messages} a round after ${warmUp} that do not count: from a client's standard input through the host, encrypted and synced to disk, to another client's standard output. Beside it, one message to another Node process and back over plain TCP, and one record of 150 bytes appended and synced (fdatasync).`,
	reason:
		'There are two syncs on the way, one after the other: the author’s outbox before the message is sent, and the room’s log before anybody sees it. Three processes and four of their threads are woken. The first thousand messages take about twice as long, because V8 has not compiled the code yet. Tried: one call that writes and syncs (at most a twentieth faster), a preallocated file (a fifth faster for one record). Not done: sending during the sync, which after a power cut could use a number twice.',
	async measure({rounds}) {
		return onStage(async stage => {
			const measures = {own: await openPair(stage), echo: await openEcho(stage), sync: await openSyncing(stage)};
			for (const measure of Object.values(measures)) {
				await repeat(measure, warmUp);
			}

			const times = await interleave(rounds, {
				own: async () => repeat(measures.own, messages),
				echo: async () => repeat(measures.echo, messages),
				sync: async () => repeat(measures.sync, messages),
			});
			const microseconds = (name: 'own' | 'echo' | 'sync') => median(times.get(name)?.flat() ?? []) * 1000;
			const value = microseconds('own');
			const [echo, sync] = [microseconds('echo'), microseconds('sync')];
			const figure: Figure = {
				what: 'message → another member’s line, p50',
				unit: 'µs',
				value,
				against: [
					{name: 'TCP echo + fdatasync', value: echo + sync},
					{name: 'TCP echo', value: echo},
					{name: 'fdatasync', value: sync},
				],
				goal: atMost(value, 2 * (echo + sync), 'at most 2 × their sum'),
			};
			return [figure];
		});
	},
};

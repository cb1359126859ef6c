/**
A host that sends the same kind of frames as fast as its clients take them, in a process of its own,
which yields to others. Run by `besieged-client.ts`, which says by messages what is sent.
*/
import {Buffer} from 'node:buffer';
import {setPriority} from 'node:os';
import process from 'node:process';
import type {AddressInfo} from 'node:net';
import {createServer, type TLSSocket} from 'node:tls';
import {rightKey} from './attacker.ts';
import {hostSampleOf, welcomeFor, type HostContext, type HostSample} from './host-samples.ts';

const chunkSize = 65_536;
let kind = '';
let bytes = 0;
let connections = 0;

setPriority(5);

/** One client, for as long as it stays. */
class Victim {
	readonly #socket: TLSSocket;
	#context: HostContext | undefined;
	#k = 0;

	constructor(socket: TLSSocket) {
		this.#socket = socket;
		socket.on('drain', () => {
			setImmediate(() => {
				this.flood();
			});
		});
	}

	receive(line: string) {
		const frame = JSON.parse(line) as Readonly<Record<string, unknown>>;
		if (frame.type === 'room') {
			this.#send({type: 'room', room: 'r', host: 'h'});
		} else if (frame.type === 'hello') {
			this.#welcome({since: Number(frame.since), you: 'me'});
		}
	}

	/** Writes until the socket is full. */
	flood() {
		if (!this.#context || kind === '' || this.#socket.destroyed) {
			return;
		}

		const sample = hostSampleOf(kind);
		if (sample.isFirst) {
			this.#socket.destroy();
			return;
		}

		for (let isFull = false; !isFull;) {
			const chunk = Buffer.concat(this.#takeFrames(sample));
			bytes += chunk.length;
			isFull = !this.#socket.write(chunk);
		}
	}

	#takeFrames(sample: HostSample): readonly Uint8Array[] {
		const frames: Uint8Array[] = [];
		for (let size = 0; size < chunkSize; size += frames.at(-1)?.length ?? 0) {
			this.#k++;
			frames.push(this.#encode(sample, this.#k));
		}

		return frames;
	}

	#encode(sample: HostSample, k: number): Uint8Array {
		const context = this.#context ?? {since: 0, you: ''};
		const frame = sample.make(k, context);
		if (typeof frame === 'object' && (frame.type === 'msg' || frame.type === 'skip')) {
			this.#context = {...context, since: context.since + 1};
		}

		return Buffer.from(`${typeof frame === 'string' ? frame : JSON.stringify(frame)}\n`);
	}

	#welcome(context: HostContext) {
		this.#context = context;
		const sample = kind === '' ? undefined : hostSampleOf(kind);
		if (sample?.isFirst) {
			this.#socket.end(this.#encode(sample, connections));
			return;
		}

		this.#send(welcomeFor(context));
		this.flood();
	}

	#send(frame: Readonly<Record<string, unknown>>) {
		this.#socket.write(`${JSON.stringify(frame)}\n`);
	}
}

const psk = await rightKey;
const victims = new Map<TLSSocket, Victim>();
const server = createServer(
	{minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256', pskCallback: () => psk},
	socket => {
		connections++;
		const victim = new Victim(socket);
		victims.set(socket, victim);
		let rest = '';
		socket.setNoDelay(true);
		socket.setEncoding('utf8').on('data', (chunk: string) => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				victim.receive(line);
			}
		});
		socket.on('error', () => undefined);
		socket.on('close', () => {
			victims.delete(socket);
		});
	},
);
server.on('tlsClientError', () => undefined);
process.on('message', (next: string) => {
	kind = next;
	const report = {bytes, connections};
	for (const victim of victims.values()) {
		victim.flood();
	}

	process.send?.(report);
});
process.once('disconnect', () => {
	process.exit();
});
server.listen(0, '127.0.0.1', () => {
	process.send?.((server.address() as AddressInfo).port);
});

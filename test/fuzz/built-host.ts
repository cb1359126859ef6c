/** Attacks the built program over real sockets, with and without the room's code. */
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import fc from 'fast-check';
import {findHarm} from '../helpers/hostile.ts';
import {testCode} from '../helpers/line-process.ts';
import {isMessage, startHost, startJoin} from '../helpers/program.ts';
import {connectSecurely} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {handshakeBytes, clientBytes, plainBytes} from './frames.ts';
import {cutBytes, cuts} from './generators.ts';
import {count, type Tally} from './host-target.ts';

type Cleanup = {readonly after: (clean: () => unknown) => void};

const attacker = fc.record({
	// Failed handshakes throttle an address, so these attackers use another one than the honest
	// peers.
	isSecure: fc.boolean(),
	bytes: fc.oneof(clientBytes, plainBytes),
	handshake: handshakeBytes,
	isHandshake: fc.boolean(),
	sizes: cuts,
	ending: fc.constantFrom('fin' as const, 'rst' as const, 'none' as const),
});

/** The attackers of one round. */
export const round = fc.array(attacker, {minLength: 1, maxLength: 6});

type Round = typeof round extends fc.Arbitrary<infer Each> ? Each : never;

/** After how many rounds to restart the program. */
const roundsPerRun = 40;
/** The most memory that the host may use, in kB. Without attacks it uses 60 to 110 MB. */
const maximumMemory = 400_000;

const readMemory = (pid: number | undefined): number => {
	try {
		return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1] ?? 0);
	} catch {
		// Only Linux has /proc.
		return 0;
	}
};

const connectFrom = async (port: number, localAddress: string): Promise<Socket> => {
	const socket = connect({port, host: '127.0.0.1', localAddress});
	socket.on('error', () => undefined);
	socket.resume();
	await once(socket, 'connect');
	return socket;
};

/** A running host with an honest client. Restarts both after `roundsPerRun` rounds. */
export class BuiltHost {
	readonly #tally: Tally;
	#rounds = 0;
	#running: Awaited<ReturnType<BuiltHost['open']>> | undefined;
	readonly #cleanUps: Array<() => unknown> = [];

	constructor(tally: Tally) {
		this.#tally = tally;
	}

	/** Runs the attackers at once, then checks that honest peers are served. */
	async attack(attackers: Round) {
		if (!this.#running || this.#rounds % roundsPerRun === 0) {
			await this.close();
			this.#running = await this.open();
		}

		this.#rounds++;
		const {port, host, join, t} = this.#running;
		await Promise.all(
			attackers.map(async ({isSecure, isHandshake, bytes, handshake, sizes, ending}) => {
				const socket = isSecure
					? (await connectSecurely(t, port, testCode)).socket
					: await connectFrom(port, '127.0.0.2');
				count(this.#tally, isSecure ? 'over TLS' : isHandshake ? 'broken handshakes' : 'over plain text');
				for (const chunk of cutBytes(!isSecure && isHandshake ? handshake : bytes, sizes)) {
					if (socket.writable) {
						socket.write(chunk);
						await endOfTurn();
					}
				}

				if (ending === 'fin') {
					socket.end();
				} else if (ending === 'rst' && !isSecure) {
					socket.resetAndDestroy();
				} else if (ending === 'rst') {
					socket.destroy();
				}
			}),
		);
		await this.#checkServed();
		const from = host.events().length;
		join.say(`round ${this.#rounds}`);
		await host.waitForEvent(isMessage(`round ${this.#rounds}`), {from: Math.max(0, from - 1), timeout: 10_000});
		const memory = readMemory(host.pid);
		assert.ok(memory < maximumMemory, `the host uses ${memory} kB`);
		assert.equal(findHarm(host.output()), undefined);
		this.#tally.set('maximum kB of memory', Math.max(memory, this.#tally.get('maximum kB of memory') ?? 0));
		count(this.#tally, 'rounds');
	}

	async close() {
		this.#running = undefined;
		for (const clean of this.#cleanUps.splice(0).toReversed()) {
			await clean();
		}
	}

	async open() {
		const t: Cleanup = {
			after: clean => {
				this.#cleanUps.push(clean);
			},
		};
		const {host, port} = await startHost(t, ['--plain']);
		const join = startJoin(t, port, ['--name', 'honest', '--stay']);
		join.say('hello');
		await host.waitForEvent(isMessage('hello'));
		return {host, port, join, t};
	}

	/** Checks that a new member can enter, post a line and leave. */
	async #checkServed() {
		const {port, t} = this.#running ?? (await this.open());
		const peer = await connectSecurely(t, port, testCode);
		peer.send(
			{type: 'hello', v: 1, sid: randomBytes(16).toString('hex'), since: 0, name: 'newcomer'},
			{type: 'post', n: 1, text: `newcomer ${this.#rounds}`},
		);
		await until(() => peer.text.includes(`"text":"newcomer ${this.#rounds}"`), {
			timeout: 10_000,
			describe: () => 'a new member is not served',
		});
		peer.send({type: 'bye'});
		await peer.ended();
		peer.socket.destroy();
	}
}

import {Socket} from 'node:net';
import {formatEndpoint, type Endpoint} from './address.ts';
import type {Clock, Timer} from './clock.ts';
import {Connection} from './connection.ts';
import {dialDeadline, handshakeDeadline} from './limits.ts';
import type {LogSocketCall} from './socket-log.ts';
import {classifyHandshakeError, upgradeDialled} from './tls-psk.ts';
import {errorCode} from '../text/errors.ts';

export type DialEvents = {
	readonly onConnection: (connection: Connection) => void;
	/** `code`: the system's error code; `ETIMEDOUT` for our own deadline too; or one of those that `DialFault` has for the handshake. */
	readonly onFailure: (code: string) => void;
};

/** What a handshake that failed tells: another key, another protocol, a lost connection, no answer in time. */
export type DialFault = 'auth' | 'protocol' | 'lost' | 'silent';

/** One attempt to connect. Gives a function that ends it; after that nothing is heard of it. */
export type Dial = (endpoint: Endpoint, events: DialEvents) => () => void;

export type DialOptions = {
	readonly clock: Clock;
	readonly log: LogSocketCall;
	/**
	The room's key of the moment, which may still be in the making: nothing is connected before it is there, for a host keeps no place for
	long for one who says nothing. Without it the connection is plain.
	*/
	readonly key?: () => Promise<Uint8Array>;
};

/** Dials over TCP, and makes the connection private where there is a key. Each step is in the connection log. */
export const createDial =
	({clock, log, key}: DialOptions): Dial =>
	({host, port}, {onConnection, onFailure}) => {
		const at = formatEndpoint(host, port);
		let isOver = false;
		log({verb: 'socket', detail: 'TCP', peer: at});
		const socket = new Socket({allowHalfOpen: true});
		let deadline: Timer | undefined;
		let known: Uint8Array | undefined;

		const fail = (code: string) => {
			if (!isOver) {
				isOver = true;
				deadline?.stop();
				socket.destroy();
				log({verb: code === 'ETIMEDOUT' ? 'timeout' : 'connect', detail: `to ${at} failed: ${code}`, peer: at});
				onFailure(code);
			}
		};

		socket.on('lookup', (error, address) => {
			if (!error && address !== host) {
				log({verb: 'lookup', detail: `${host} is ${address}`, peer: at});
			}
		});
		socket.on('error', error => {
			fail(errorCode(error));
		});
		let giveUp = () => {
			socket.destroy();
		};

		const secure = (connection: Connection, roomKey: Uint8Array) => {
			const end = (fault: DialFault, why: string) => {
				if (!isOver) {
					isOver = true;
					handshake.stop();
					connection.destroy();
					connection.log(fault === 'silent' ? 'timeout' : 'secure', `${connection.remote} ${why}`);
					onFailure(fault);
				}
			};

			isOver = false;
			const handshake = clock.after(handshakeDeadline, () => {
				// A few bytes of another protocol are less than TLS would judge.
				const hasSpoken = socket.bytesRead > 0;
				end(
					hasSpoken ? 'protocol' : 'silent',
					`said ${hasSpoken ? 'too little' : 'nothing'} for ${handshakeDeadline / 1000} s`,
				);
			});
			giveUp = () => {
				handshake.stop();
				connection.destroy();
			};

			upgradeDialled(connection, roomKey, {
				onSecure() {
					if (!isOver) {
						isOver = true;
						handshake.stop();
						onConnection(connection);
					}
				},
				onFailure(code) {
					end(classifyHandshakeError(code), `failed: ${code ?? 'the other side has ended it'}`);
				},
			});
		};

		socket.on('connect', () => {
			isOver = true;
			deadline?.stop();
			const connection = new Connection(socket, log);
			connection.log('connect', `${connection.local} → ${connection.remote}`);
			if (known) {
				secure(connection, known);
			} else {
				onConnection(connection);
			}
		});

		const start = () => {
			if (!isOver) {
				deadline = clock.after(dialDeadline, () => {
					fail('ETIMEDOUT');
				});
				socket.connect({host, port});
			}
		};

		const startWith = async (making: Promise<Uint8Array>) => {
			try {
				known = await making;
				start();
			} catch {
				// Whoever makes the key says why it could not be made.
			}
		};

		if (key) {
			void startWith(key());
		} else {
			start();
		}

		return () => {
			isOver = true;
			deadline?.stop();
			giveUp();
		};
	};

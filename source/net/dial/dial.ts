import {Socket} from 'node:net';
import {errorCode} from '../../text/errors.ts';
import {formatEndpoint, type Endpoint} from '../address.ts';
import type {Clock, Timer} from '../clock.ts';
import {Connection} from '../connection.ts';
import {dialDeadline, handshakeDeadline} from '../limits.ts';
import type {LogSocketCall} from '../socket-log.ts';
import {classifyHandshakeError, upgradeDialled} from '../tls-psk.ts';

export type DialEvents = {
	readonly onConnection: (connection: Connection) => void;
	/**
	`code`: the system's error code, `ETIMEDOUT` also for `dialDeadline`, or a HandshakeFailure.
	*/
	readonly onFailure: (code: string) => void;
};

/** Why a handshake failed: another key, another protocol, a lost connection, no answer in time. */
export type HandshakeFailure = 'auth' | 'protocol' | 'lost' | 'silent';

/** Starts one attempt to connect. Returns a function that cancels it: then no callback follows. */
export type Dial = (endpoint: Endpoint, events: DialEvents) => () => void;

export type DialOptions = {
	readonly clock: Clock;
	readonly log: LogSocketCall;
	/**
	Resolves with the room's current key. The dial connects only then, as a host soon closes a
	connection that is silent. Without `key` the connection is plain.
	*/
	readonly key?: () => Promise<Uint8Array>;
};

/** Dials over TCP, and over TLS if there is a key. Each step is in the connection log. */
export const createDial =
	({clock, log, key}: DialOptions): Dial =>
	({host, port}, {onConnection, onFailure}) => {
		const address = formatEndpoint(host, port);
		let isOver = false;
		log({verb: 'socket', detail: 'TCP', peer: address});
		const socket = new Socket({allowHalfOpen: true});
		let deadline: Timer | undefined;
		let roomKey: Uint8Array | undefined;

		const fail = (code: string) => {
			if (!isOver) {
				isOver = true;
				deadline?.stop();
				socket.destroy();
				log({
					verb: code === 'ETIMEDOUT' ? 'timeout' : 'connect',
					detail: `to ${address} failed: ${code}`,
					peer: address,
				});
				onFailure(code);
			}
		};

		socket.on('lookup', (error, ip) => {
			if (!error && ip !== host) {
				log({verb: 'lookup', detail: `${host} is ${ip}`, peer: address});
			}
		});
		socket.on('error', error => {
			fail(errorCode(error));
		});
		let destroy = () => {
			socket.destroy();
		};

		const secure = (connection: Connection, psk: Uint8Array) => {
			const failHandshake = (failure: HandshakeFailure, detail: string) => {
				if (!isOver) {
					isOver = true;
					handshake.stop();
					connection.destroy();
					connection.log(failure === 'silent' ? 'timeout' : 'secure', `${connection.remote} ${detail}`);
					onFailure(failure);
				}
			};

			isOver = false;
			const handshake = clock.after(handshakeDeadline, () => {
				// TLS waits for a whole record, so a few bytes of another protocol raise no error.
				const hasReceived = socket.bytesRead > 0;
				failHandshake(
					hasReceived ? 'protocol' : 'silent',
					`said ${hasReceived ? 'too little' : 'nothing'} for ${handshakeDeadline / 1000} s`,
				);
			});
			destroy = () => {
				handshake.stop();
				connection.destroy();
			};

			upgradeDialled(connection, psk, {
				onSecure() {
					if (!isOver) {
						isOver = true;
						handshake.stop();
						onConnection(connection);
					}
				},
				onFailure(code) {
					failHandshake(classifyHandshakeError(code), `failed: ${code ?? 'the other side has ended it'}`);
				},
			});
		};

		socket.on('connect', () => {
			isOver = true;
			deadline?.stop();
			const connection = new Connection(socket, log);
			connection.log('connect', `${connection.local} → ${connection.remote}`);
			if (roomKey) {
				secure(connection, roomKey);
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

		const startWith = async (keyPromise: Promise<Uint8Array>) => {
			try {
				roomKey = await keyPromise;
				start();
			} catch {
				// The owner of the key reports why there is none.
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
			destroy();
		};
	};

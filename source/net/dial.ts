import {connect} from 'node:net';
import {formatEndpoint, type Endpoint} from './address.ts';
import type {Clock} from './clock.ts';
import {Connection} from './connection.ts';
import {dialDeadline} from './limits.ts';
import type {LogSink} from './log-entry.ts';
import {codeOf} from './reasons.ts';

export type DialEvents = {
	readonly onConnection: (connection: Connection) => void;
	/** `code`: the system's error code; `ETIMEDOUT` for our own deadline too. */
	readonly onFailure: (code: string) => void;
};

/** One attempt to connect. Gives a function that ends it; after that nothing is heard of it. */
export type Dial = (endpoint: Endpoint, events: DialEvents) => () => void;

/** Dials over TCP. Each step is in the connection log. */
export const createDial =
	({clock, log}: {readonly clock: Clock; readonly log: LogSink}): Dial =>
	({host, port}, {onConnection, onFailure}) => {
		const at = formatEndpoint(host, port);
		let isOver = false;
		log({verb: 'socket', detail: 'TCP', peer: at});
		const socket = connect({host, port, allowHalfOpen: true});

		const fail = (code: string) => {
			if (!isOver) {
				isOver = true;
				deadline.stop();
				socket.destroy();
				log({verb: code === 'ETIMEDOUT' ? 'timeout' : 'connect', detail: `to ${at} failed: ${code}`, peer: at});
				onFailure(code);
			}
		};

		const deadline = clock.after(dialDeadline, () => {
			fail('ETIMEDOUT');
		});
		socket.on('lookup', (error, address) => {
			if (!error && address !== host) {
				log({verb: 'lookup', detail: `${host} is ${address}`, peer: at});
			}
		});
		socket.on('error', error => {
			fail(codeOf(error));
		});
		socket.on('connect', () => {
			isOver = true;
			deadline.stop();
			const connection = new Connection(socket, log);
			connection.log('connect', `${connection.local} → ${connection.remote}`);
			onConnection(connection);
		});

		return () => {
			isOver = true;
			deadline.stop();
			socket.destroy();
		};
	};

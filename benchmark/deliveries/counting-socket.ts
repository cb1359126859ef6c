/**
Sockets that are read into one buffer which they share, so that a thousand of them cost the machine
little.
*/
import {Buffer} from 'node:buffer';
import {connect, type Socket} from 'node:net';

const shared = Buffer.allocUnsafe(262_144);

/** The chunk is only good until `take` returns. */
export type Take = (chunk: Uint8Array) => void;

/** Connects to a port of this machine. */
export const connectCounting = (port: number, take: Take): Socket => {
	const socket = connect({
		port,
		host: '127.0.0.1',
		noDelay: true,
		onread: {
			buffer: shared,
			callback(length, buffer) {
				take(buffer.subarray(0, length));
				return true;
			},
		},
	});
	socket.setMaxListeners(0);
	return socket;
};

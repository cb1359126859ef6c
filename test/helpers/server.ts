import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import path from 'node:path';
import type {TestContext} from 'node:test';

/** Returns a port of this computer where nobody listens. */
export const findClosedPort = async (): Promise<number> => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
};

/**
Starts a server of the test: TCP, or TLS with `secureConnection`. Returns its port, and everything
that it received.
*/
export const serveWith = async (
	t: TestContext,
	server: Server,
	event: 'connection' | 'secureConnection',
	onSocket: (socket: Socket) => void = () => undefined,
) => {
	const received: Uint8Array[] = [];
	const sockets: Socket[] = [];
	server.on('connection', socket => {
		sockets.push(socket);
	});
	server.on(event, (socket: Socket) => {
		socket.on('error', () => undefined);
		socket.on('data', chunk => {
			received.push(chunk);
		});
		onSocket(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	return {port: (server.address() as AddressInfo).port, received: () => Buffer.concat(received)};
};

/** A file of a rogue host: it has a certificate of its own CA, and no key of a room. */
export const roguePath = (name: 'ca.pem' | 'host.pem' | 'host.key') =>
	path.resolve(import.meta.dirname, '../fixtures/rogue', name);
export const rogueFile = (name: Parameters<typeof roguePath>[0]) => readFileSync(roguePath(name));

/**
A server that does nothing but keep TLS connections by pre-shared key: what each costs in Node
before there is any program.
*/
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {connect} from 'node:tls';
import {createTlsOptions} from '../deliveries/secure-member.ts';
import type {Stage} from '../stage.ts';

const psk = Buffer.alloc(32, 1);

const server = `
const {constants} = require('node:crypto');
const sockets = [];
const server = require('node:tls').createServer({
	minVersion: 'TLSv1.3',
	ciphers: 'TLS_CHACHA20_POLY1305_SHA256',
	ca: [],
	secureOptions: constants.SSL_OP_NO_TICKET,
	pskCallback: () => Buffer.alloc(32, 1),
}, socket => {
	sockets.push(socket);
	socket.on('error', () => undefined);
	socket.resume();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Resolves with the server's process id once it holds this many connections. */
export const startBareTls = async (stage: Stage, connections: number): Promise<number> => {
	const child = stage.open([process.execPath, '-e', server]);
	const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string];
	for (let count = 0; count < connections; count++) {
		const socket = connect({...createTlsOptions(psk), port: Number(line), host: '127.0.0.1'});
		socket.on('error', () => undefined);
		stage.after(() => socket.destroy());
		await once(socket, 'secureConnect');
	}

	return child.pid;
};

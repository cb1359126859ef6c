import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test from 'node:test';
import {Connection} from '../../source/net/connection.ts';
import {createSocketLog, type SocketLogEntry} from '../../source/net/socket-log.ts';
import {endOfTurn} from '../helpers/turn.ts';
import {SocketPair} from '../model/socket-pair.ts';

const kilobyte = Buffer.alloc(1024, 'x');

/** Opens a connection whose kernels hold so many bytes. The other end reads on demand. */
const open = (capacity: number) => {
	const pair = new SocketPair({
		client: {address: '10.0.0.2', port: 40_000},
		host: {address: '10.0.0.1', port: 5000},
		capacity,
	});
	const entries: SocketLogEntry[] = [];
	const connection = new Connection(
		pair.client.asSocket,
		createSocketLog(entry => {
			entries.push(entry);
		}),
	);
	connection.listen({onData() {}, onEnd() {}, onDrain() {}, onClose() {}});
	const sent = () =>
		entries.filter(({verb}) => verb === 'send').map(({bytes, code, errno}) => [bytes, ...(code ? [code, errno] : [])]);
	return {pair, connection, entries, sent};
};

test('a send is told once the system has taken its bytes, and later writes are one call', async () => {
	const {pair, connection, sent} = open(1500);
	connection.write(kilobyte, {note: 'a'});
	assert.deepEqual(sent(), [[1024]]);
	connection.write(kilobyte, {note: 'b'});
	connection.write(kilobyte, {note: 'c'});
	await endOfTurn();
	assert.deepEqual(sent(), [[1024]]);
	pair.host.resume();
	for (let turn = 0; turn < 8; turn++) {
		pair.deliver('host', 65_536);
		await endOfTurn();
	}

	assert.deepEqual(
		sent().reduce((sum, [bytes]) => sum + Number(bytes), 0),
		3 * 1024,
	);
});

test('what the system never took is told as failed when the connection is lost', async () => {
	const {connection, entries, sent} = open(1500);
	for (let index = 0; index < 800; index++) {
		connection.write(kilobyte, {note: 'a'});
	}

	connection.destroy();
	await endOfTurn();
	assert.deepEqual(sent(), [[1024], [799 * 1024, 'ECANCELED', 125]]);
	assert.equal(entries.at(-1)?.verb, 'close');
});

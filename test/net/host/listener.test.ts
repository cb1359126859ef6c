import assert from 'node:assert/strict';
import test from 'node:test';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {formatLogDetail} from '../../../source/chat/socket-log/format-log-detail.ts';
import {Host} from '../../../source/net/host/host.ts';
import {describeListenError} from '../../../source/net/error-messages.ts';
import {ListenError} from '../../../source/net/host/listener.ts';
import {MemoryLog} from '../../../source/room/log.ts';
import {Room} from '../../../source/room/room.ts';
import {cleartextUpgrader} from '../../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {until} from '../../helpers/until.ts';
import {hostId, openHost} from './open-host.ts';

test('the connection log has the calls of the lab sheet, in its order, with both ends', async t => {
	const {connect, room, entries, verbs, port} = await openHost(t, {plain: true});
	const peer = await connect();
	const address = `127.0.0.1:${peer.socket.localPort ?? ''}`;
	peer.send('hi\n');
	await until(() => room.log.head === 1);
	room.postNext(hostId, 'hello');
	await peer.waitForText('hello');
	peer.send('bye\n');
	peer.socket.end();
	await until(() => verbs().includes('close'));
	assert.deepEqual(verbs(), ['socket', 'bind', 'listen', 'accept', 'recv', 'send', 'recv', 'end', 'close']);
	const accept = entries.find(({verb}) => verb === 'accept');
	assert.deepEqual([accept?.remote, accept?.local, accept?.connection], [address, `127.0.0.1:${port}`, 2]);
	const recv = entries.find(({verb}) => verb === 'recv');
	assert.equal(recv && formatLogDetail(recv), String.raw`3 B "hi\n" from ${address}`);
	const listen = entries.find(({verb}) => verb === 'listen');
	assert.deepEqual([listen?.address, listen?.port], ['127.0.0.1', port]);
});

test('a port in use and an address of another computer are reported as sentences', async t => {
	const {port} = await openHost(t);
	const clock = new FakeClock();
	const another = () => {
		const room = new Room({name: 'main', log: new MemoryLog('x'), now: clock.now});
		return new Host({
			room,
			hostId,
			tlsUpgrader: cleartextUpgrader,
			plain: false,
			lineEnd: undefined,
			halfOpenLimit: undefined,
			clock,
			log: createSocketLog(() => undefined),
			createId: () => 'x',
		});
	};

	await assert.rejects(
		another().listen({host: '127.0.0.1', port}),
		new ListenError(describeListenError('EADDRINUSE', {host: '127.0.0.1', port})),
	);
	await assert.rejects(
		another().listen({host: '192.0.2.1', port: 0}),
		new ListenError('192.0.2.1 is not an address of this computer.'),
	);
});

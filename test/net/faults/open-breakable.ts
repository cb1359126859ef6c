import {once} from 'node:events';
import {connect} from 'node:net';
import type {TestContext} from 'node:test';
import {BreakableConnection, type FaultEnd} from '../../../source/net/faults/breakable-connection.ts';
import type {Fault} from '../../../source/net/faults/fault.ts';
import {createSocketLog, type SocketLogEntry} from '../../../source/net/socket-log.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {listenRaw} from '../../helpers/raw-peer.ts';
import {until} from '../../helpers/until.ts';

/** Opens a connection that can be broken, to a peer that a test controls. */
export const openBreakable = async (t: TestContext) => {
	const server = await listenRaw(t);
	const clock = new FakeClock();
	const entries: SocketLogEntry[] = [];
	const socket = connect({port: server.port, host: '127.0.0.1', allowHalfOpen: true});
	await once(socket, 'connect');
	const connection = new BreakableConnection(
		socket,
		createSocketLog(entry => {
			entries.push(entry);
		}),
		clock,
	);
	t.after(() => {
		connection.destroy();
	});
	const received: string[] = [];
	const ends: FaultEnd[] = [];
	const closes: Array<string | undefined> = [];
	let drains = 0;
	connection.listen({
		onData(chunk) {
			received.push(chunk.toString());
		},
		onEnd() {
			received.push('end');
		},
		onDrain() {
			drains++;
		},
		onClose(code) {
			closes.push(code);
		},
	});
	const peer = await server.peer(0);
	/** The parts in which bytes come to the peer: each is one write here, unless TCP joins two. */
	const parts: string[] = [];
	peer.socket.on('data', chunk => {
		parts.push(chunk.toString());
	});
	peer.socket.setNoDelay(true);
	const breakIt = (fault: Fault) => {
		connection.break(fault, reason => {
			ends.push(reason);
		});
	};

	return {
		clock,
		connection,
		peer,
		parts,
		received,
		ends,
		closes,
		entries,
		breakIt,
		drains: () => drains,
		/** Waits until the peer has this text in all. */
		waitForText: async (text: string) =>
			until(() => peer.text === text, {describe: () => `${JSON.stringify(peer.text)}, wanted ${JSON.stringify(text)}`}),
	};
};

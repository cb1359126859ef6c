/** Peers that write frames without a `Link`: an intruder, and a member's second computer. */
import {encodeFrame} from '../../source/wire/frames.ts';
import type {SocketPair} from '../model/socket-pair.ts';
import type {Peer} from './peer.ts';
import type {Simulation} from './simulation.ts';

const connectDirectly = (peer: Peer) => {
	let connected: SocketPair | undefined;
	peer.connectDirectly(pair => {
		connected = pair;
		pair.client.on('error', () => undefined);
		pair.client.resume();
	});
	return connected;
};

/** Connects a member from its second computer, which types nothing. */
export const connectFromSecondComputer = (simulation: Simulation, who: number) => {
	const peer = simulation.secondComputers[who];
	const pair = peer && connectDirectly(peer);
	const {sid} = simulation.member(who);
	pair?.client.write(encodeFrame({type: 'hello', v: 1, sid, since: 0, name: 'second'}));
	pair?.client.write(encodeFrame({type: 'ping', k: 1}));
};

/** Writes lines as the intruder. A new connection sends a hello first. */
export const writeAsIntruder = (simulation: Simulation, lines: readonly string[], isNew: boolean) => {
	const {intruder} = simulation;
	const pair =
		isNew || intruder.connections.length === 0 ? connectDirectly(intruder) : intruder.connections.at(-1)?.pair;
	if (pair && isNew) {
		pair.client.write(encodeFrame({type: 'hello', v: 1, sid: 'e'.repeat(32), since: 0, name: 'member 0'}));
	}

	for (const line of lines) {
		if (pair?.client.writable) {
			pair.client.write(`${line}\n`);
		}
	}
};

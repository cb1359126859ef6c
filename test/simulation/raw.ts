/** Connections without a link: those of a stranger, and of a member from another computer. */
import {encodeFrame} from '../../source/wire/frames.ts';
import type {Peer} from './network.ts';
import type {Wire} from './wire.ts';
import type {World} from './world.ts';

const connectRaw = (peer: Peer) => {
	let connected: Wire | undefined;
	peer.connectRaw(wire => {
		connected = wire;
		wire.member.on('error', () => undefined);
		wire.member.resume();
	});
	return connected;
};

/** The same member from another computer, which has nothing to say. */
export const steal = (world: World, who: number) => {
	const thief = world.thieves[who];
	const wire = thief && connectRaw(thief);
	const {sid} = world.member(who);
	wire?.member.write(encodeFrame({type: 'hello', v: 1, sid, since: 0, name: 'thief'}));
	wire?.member.write(encodeFrame({type: 'ping', k: 1}));
};

/** A stranger writes lines, on a connection that has said hello if it is a new one. */
export const writeAsStranger = (world: World, lines: readonly string[], isNew: boolean) => {
	const {stranger} = world;
	const wire = isNew || stranger.taps.length === 0 ? connectRaw(stranger) : stranger.taps.at(-1)?.wire;
	if (wire && isNew) {
		wire.member.write(encodeFrame({type: 'hello', v: 1, sid: 'e'.repeat(32), since: 0, name: 'member 0'}));
	}

	for (const line of lines) {
		if (wire?.member.writable) {
			wire.member.write(`${line}\n`);
		}
	}
};

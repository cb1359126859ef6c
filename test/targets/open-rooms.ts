import type {TestContext} from 'node:test';
import type {JoinOptions} from '../../source/config/options.ts';
import {openRoom} from '../../source/storage/open-room.ts';

/** Codes of rooms, all different. */
export const codes = {
	environment: 'legal-winner-thank-year-wave',
	own: 'abandon-ability-able-about-above',
	saved: 'zoo-zoo-zoo-zoo-zoo',
};

/** The options of `socket-chat join` without arguments. */
export const joinOptions: JoinOptions = {
	command: 'join',
	name: 'bob',
	json: false,
	linear: false,
	lab: false,
	plain: false,
	bye: true,
	history: undefined,
	input: {kind: 'lines', to: undefined},
	log: undefined,
	endpoint: undefined,
	code: undefined,
	lineEnd: undefined,
	stay: false,
};

/** Opens a room of this user with the code `codes.own`, and announces it on a port of 127.0.0.1. */
export const announceOwnRoom = async (t: TestContext, home: string, name: string, port: number) => {
	const room = await openRoom(
		home,
		{name, isNewCode: false},
		{createId: () => 'id', createSid: () => 'a'.repeat(32), createCode: () => codes.own},
	);
	t.after(async () => {
		await room.log.close();
		await room.release();
	});
	room.announce({host: '127.0.0.1', port});
};

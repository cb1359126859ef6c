/** Where a join can go: what its options say, this user's own rooms, and what is found on the network. */
import process from 'node:process';
import {findTarget, targetAt, targetOf, type JoinTarget} from './join-target.ts';
import type {ChatOptions} from './open-chat.ts';
import {UsageError, type JoinOptions, type Options} from './options.ts';
import type {Door} from './screen/room-chooser.tsx';
import type {Doors} from './screen/root.tsx';
import {stateFolder} from './storage/home.ts';
import type {OpenRoom} from './storage/open-rooms.ts';

const doorOf = (room: OpenRoom): Door<JoinTarget> => {
	const target = targetOf(room);
	return {label: `${room.name}, yours, at ${target.address}`, target};
};

/** A host goes nowhere. */
const noDoors: Doors = {
	first: undefined,
	at() {
		throw new UsageError('A host has no address to dial.');
	},
	look: () => () => undefined,
};

/** For the screen, which can ask. */
export const createDoors = (options: Options): Doors => {
	const home = stateFolder(process.env);
	if (options.command === 'host') {
		return noDoors;
	}

	const {target, choices} = findTarget(options, home);
	return {
		first: target,
		at: endpoint => targetAt(endpoint, options, home),
		look(onDoors) {
			onDoors(choices.map(room => doorOf(room)));
			return () => undefined;
		},
	};
};

/** For line mode, which cannot: throws a sentence where something is not known. */
export const resolve = async (options: Options): Promise<ChatOptions> => {
	if (options.command === 'host') {
		return options;
	}

	const home = stateFolder(process.env);
	const {target, choices} = findTarget(options, home);
	if (!target) {
		throw new UsageError(
			choices.length > 1
				? `Several rooms are open on this computer: ${choices.map(room => doorOf(room).label).join('; ')}. Say which address.`
				: 'No room is open on this computer. Say the address that the host shows.',
		);
	}

	return withCode(options, target);
};

const withCode = (options: JoinOptions, target: JoinTarget): ChatOptions => {
	if (target.code === undefined && !options.plain) {
		throw new UsageError('This room has a code, which its host shows. Put it into SOCKET_CHAT_CODE.');
	}

	return {...options, ...target};
};

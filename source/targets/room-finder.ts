/** Where a join can go: what its options say, this user's own rooms, and what is found on the network. */
import {networkInterfaces} from 'node:os';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {findTarget, resolveTarget, toTarget, type ChatOptions, type JoinTarget} from './join-target.ts';
import {browse} from '../discovery/browse.ts';
import type {FoundRoom} from '../discovery/found-rooms.ts';
import {UsageError, type JoinOptions, type Options} from '../config/options.ts';
import {AddressError, parseAddress} from '../net/address.ts';
import type {RoomChoice, RoomFinder} from './room-choice.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import type {OpenRoom} from '../storage/open-rooms.ts';

const choiceOfOwn = (room: OpenRoom): RoomChoice => {
	const target = toTarget(room);
	return {label: `${room.name}, yours, at ${target.address}`, target};
};

const choiceOfFound = ({tag}: FoundRoom, target: JoinTarget): RoomChoice => ({
	label: `${tag} at ${target.address}`,
	target,
});

/** Those that are not this user's own: these are found, too. */
const found = (rooms: readonly FoundRoom[], own: readonly OpenRoom[]): readonly FoundRoom[] => {
	const addresses = new Set(
		Object.values(networkInterfaces()).flatMap(infos => infos?.map(({address}) => address) ?? []),
	);
	return rooms.filter(
		({endpoint, addresses: theirs}) =>
			!own.some(room => room.endpoint.port === endpoint.port) || !theirs.some(each => addresses.has(each)),
	);
};

/** How long line mode looks for rooms, in milliseconds. */
const lookFor = 3000;

const roomsNearby = async (): Promise<readonly FoundRoom[]> => {
	let rooms: readonly FoundRoom[] = [];
	const {stop} = browse({
		onRooms(now) {
			rooms = now;
		},
		onError: () => undefined,
	});
	await setTimeout(lookFor);
	stop();
	return rooms;
};

/** This user's own rooms, and those that are found within a moment. */
export const findNearby = async (options: JoinOptions, home: string): Promise<readonly RoomChoice[]> => {
	const {choices} = findTarget(options, home);
	const rooms = await roomsNearby();
	return [
		...choices.map(room => choiceOfOwn(room)),
		...found(rooms, choices).map(room => choiceOfFound(room, resolveTarget(room.endpoint, options, home))),
	];
};

/** A host goes nowhere. */
const hostFinder: RoomFinder = {
	first: undefined,
	resolve: () => ({ok: false, text: 'A host has no address to dial.'}),
	watch: () => () => undefined,
};

/** For the screen, which can ask. */
export const createRoomFinder = (options: Options): RoomFinder => {
	const home = findStateFolder(process.env);
	if (options.command === 'host') {
		return hostFinder;
	}

	const {target, choices} = findTarget(options, home);
	return {
		first: target,
		resolve(address) {
			try {
				return {ok: true, target: resolveTarget(parseAddress(address), options, home)};
			} catch (error) {
				if (error instanceof AddressError) {
					return {ok: false, text: error.message};
				}

				throw error;
			}
		},
		watch(onChoices) {
			const own = choices.map(room => choiceOfOwn(room));
			const tell = (rooms: readonly FoundRoom[]) => {
				onChoices([
					...own,
					...found(rooms, choices).map(room => choiceOfFound(room, resolveTarget(room.endpoint, options, home))),
				]);
			};

			tell([]);
			const {stop} = browse({onRooms: tell, onError: () => undefined});
			return stop;
		},
	};
};

/** For line mode, which cannot: throws a sentence where something is not known. */
export const resolveChatOptions = async (options: Options): Promise<ChatOptions> => {
	if (options.command === 'host') {
		return options;
	}

	const home = findStateFolder(process.env);
	const {target, choices} = findTarget(options, home);
	if (target) {
		return withCode(options, target);
	}

	if (choices.length > 1) {
		throw new UsageError(
			`Several rooms are open on this computer: ${labels(choices.map(room => choiceOfOwn(room)))}. Say which address.`,
		);
	}

	const [only, ...others] = await findNearby(options, home);
	if (!only) {
		throw new Error('No room is found, on this computer or on the network. Say the address that the host shows.');
	}

	if (others.length > 0) {
		throw new UsageError(`Several rooms are found: ${labels([only, ...others])}. Say which address.`);
	}

	return withCode(options, only.target);
};

const labels = (choices: readonly RoomChoice[]): string => choices.map(({label}) => label).join('; ');

const withCode = (options: JoinOptions, target: JoinTarget): ChatOptions => {
	if (target.code === undefined && !options.plain) {
		throw new UsageError('This room has a code, which its host shows. Put it into SOCKET_CHAT_CODE.');
	}

	return {...options, ...target};
};

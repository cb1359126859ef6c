/**
Finds where a client can connect: from its options, this user's own rooms and the local network.
*/
import {networkInterfaces} from 'node:os';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {UsageError, type JoinOptions, type Options} from '../config/options.ts';
import type {FoundRoom} from '../discovery/found-rooms.ts';
import {AddressError} from '../net/address.ts';
import {parseAddress} from '../net/parse-address.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import type {OpenRoom} from '../storage/open-rooms.ts';
import {cleanLabel} from '../text/name.ts';
import {findTarget, resolveTarget, toTarget, type ChatOptions} from './join-target.ts';
import {addCode, readInvitation} from './invitation.ts';
import {recogniseRooms, type RecognisedRoom} from './known-rooms.ts';
import type {RoomChoice, RoomFinder} from './room-choice.ts';

/** How long line mode looks for rooms, in milliseconds. */
const searchTime = 3000;

const createOwnChoice = (room: OpenRoom): RoomChoice => {
	const target = toTarget(room);
	return {label: `${room.name}, yours, at ${target.address}`, target};
};

/** Leaves out this user's own rooms, which the network search finds as well. */
const excludeOwnRooms = (rooms: readonly FoundRoom[], own: readonly OpenRoom[]): readonly FoundRoom[] => {
	const localAddresses = new Set(
		Object.values(networkInterfaces()).flatMap(infos => infos?.map(({address}) => address) ?? []),
	);
	return rooms.filter(
		({endpoint, addresses}) =>
			!own.some(room => room.endpoint.port === endpoint.port) ||
			!addresses.some(address => localAddresses.has(address.replace(/%.*$/, ''))),
	);
};

/**
Labels a room of the network. A name that is only claimed never comes first, and is in quotation
marks, which it cannot hold; so it looks like no room whose name this user knows.
*/
const labelFound = ({found: {tag, name}, joined}: RecognisedRoom, address: string): string => {
	const first = cleanLabel(joined?.name ?? '') || tag;
	return `${first}${name === undefined ? '' : ` “${name}”`}${joined ? ', joined before,' : ''} at ${address}`;
};

/** Lists this user's own rooms before those of the network. */
export const createChoices = async (
	own: readonly OpenRoom[],
	found: readonly FoundRoom[],
	options: JoinOptions,
	home: string,
): Promise<readonly RoomChoice[]> => {
	const nearby = await recogniseRooms(home, excludeOwnRooms(found, own));
	const choices = nearby.map(async (room): Promise<RoomChoice> => {
		const target = await resolveTarget(room.found.endpoint, options, home, room.found);
		return {label: labelFound(room, target.address), target, hasClaim: room.found.name !== undefined};
	});
	return [...own.map(each => createOwnChoice(each)), ...(await Promise.all(choices))];
};

/** Loads mDNS only for a search: a client with an address starts without it. */
const loadBrowse = async () => {
	const {browse} = await import('../discovery/browse.ts');
	return browse;
};

const searchNetwork = async (): Promise<readonly FoundRoom[]> => {
	let found: readonly FoundRoom[] = [];
	const browse = await loadBrowse();
	const {stop} = browse({
		onRooms(rooms) {
			found = rooms;
		},
		onError: () => undefined,
	});
	await setTimeout(searchTime);
	stop();
	return found;
};

/** Searches for 3 seconds. Resolves with this user's own rooms and those on the network. */
export const findNearby = async (options: JoinOptions, home: string): Promise<readonly RoomChoice[]> => {
	const {choices} = await findTarget(options, home);
	return createChoices(choices, await searchNetwork(), options, home);
};

/** A host connects nowhere. */
const hostFinder: RoomFinder = {
	first: undefined,
	resolve: () => ({ok: false, text: 'A host has no address to dial.'}),
	watch: () => () => undefined,
};

/** Returns the finder for the screen, where the user can choose. */
export const createRoomFinder = async (options: Options): Promise<RoomFinder> => {
	const home = findStateFolder(process.env);
	if (options.command === 'host') {
		return hostFinder;
	}

	const {target, choices} = await findTarget(options, home);
	return {
		first: target,
		resolve(address) {
			try {
				const invitation = readInvitation(address);
				const endpoint = parseAddress(invitation.address);
				return {ok: true, target: resolveTarget(endpoint, addCode(options, invitation), home)};
			} catch (error) {
				if (error instanceof AddressError) {
					return {ok: false, text: error.message};
				}

				throw error;
			}
		},
		watch(onChoices) {
			onChoices(choices.map(room => createOwnChoice(room)));
			let latest: readonly FoundRoom[] | undefined;
			const update = async (found: readonly FoundRoom[]) => {
				latest = found;
				const list = await createChoices(choices, found, options, home);
				// Other rooms may have been found meanwhile, or the watch may have been stopped.
				if (latest === found) {
					onChoices(list);
				}
			};

			let isStopped = false;
			let stop: (() => void) | undefined;
			const start = async () => {
				const browse = await loadBrowse();
				if (!isStopped) {
					({stop} = browse({
						onRooms(found) {
							void update(found);
						},
						onError: () => undefined,
					}));
				}
			};

			void start();
			return () => {
				isStopped = true;
				latest = undefined;
				stop?.();
			};
		},
	};
};

const formatLabels = (choices: readonly RoomChoice[]): string => choices.map(({label}) => label).join('; ');

/**
Completes the options for line mode, which cannot ask. Rejects with a sentence where something is
unknown.
*/
export const resolveChatOptions = async (options: Options): Promise<ChatOptions> => {
	if (options.command === 'host') {
		return options;
	}

	const home = findStateFolder(process.env);
	const {target, choices} = await findTarget(options, home);
	if (target) {
		return {...options, ...target};
	}

	if (choices.length > 1) {
		const labels = formatLabels(choices.map(room => createOwnChoice(room)));
		throw new UsageError(`Several rooms are open on this computer: ${labels}. Name the address.`);
	}

	const [only, ...others] = await findNearby(options, home);
	if (!only) {
		throw new Error(
			'No room found on this computer or in its subnet: other subnets are not asked. Name the address that the host shows.',
		);
	}

	if (others.length > 0) {
		throw new UsageError(`Several rooms found: ${formatLabels([only, ...others])}. Name the address.`);
	}

	return {...options, ...only.target};
};

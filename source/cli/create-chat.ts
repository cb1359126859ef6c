import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import process from 'node:process';
import type {Chat} from '../chat/chat.ts';
import {HostChat} from '../chat/host-chat.ts';
import {JoinChat} from '../chat/join-chat.ts';
import {findJoinCommand} from '../config/own-command.ts';
import {followRoom} from '../targets/follow-room.ts';
import type {ChatOptions} from '../targets/join-target.ts';
import {isLoopback} from '../net/address.ts';
import {systemClock} from '../net/clock.ts';
import {createRoomProof} from '../discovery/room-proof.ts';
import {listAliases, reachableAddresses} from '../net/reachable-addresses.ts';
import {findOwnAddresses, systemNames} from '../net/dial/own-addresses.ts';
import {createKernelReader, createKernelSources} from '../net/kernel/read-kernel.ts';
import {deriveKey} from '../net/derive-key.ts';
import {maximumConnections} from '../net/limits.ts';
import {createCode} from '../text/room-code.ts';
import {createSid, deriveMemberId} from '../room/identity.ts';
import {MemoryLog} from '../room/log.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import {Membership} from '../storage/membership.ts';
import {openRoom} from '../storage/open-room.ts';
import {computeConnectionLimit, readLimits} from './descriptor-limit.ts';

/** Messages that the screen keeps in memory. Older ones are loaded again on request. */
const screenHistory = 20_000;

const newSid = () => createSid(randomBytes);
const newId = () => deriveMemberId(newSid());
const newCode = () => createCode(randomBytes);
const doNothing = () => undefined;
const releaseNothing = async () => undefined;

/** The chats of this process that have joined a room. A new one replaces those before it. */
const joined = new Set<Chat>();

/** Creates the chat with the system's clock, network and files. It has not started yet. */
export const createChat = (options: ChatOptions, {hasScreen}: {readonly hasScreen: boolean}): Chat => {
	const home = findStateFolder(process.env);
	const historyCapacity = hasScreen ? screenHistory : 0;
	const joinCommand = findJoinCommand(process.argv[1] ?? '', process.cwd());
	const readKernel = createKernelReader(createKernelSources(process.platform));
	if (options.command === 'host') {
		return new HostChat(options, {
			clock: systemClock,
			historyCapacity,
			readKernel,
			joinCommand,
			randomBytes,
			maximumConnections: computeConnectionLimit(maximumConnections, readLimits()),
			deriveKey,
			advertise(bound, history, events) {
				if (options.hidden || isLoopback(bound.host)) {
					return {tag: undefined, stop: releaseNothing};
				}

				const tag = Buffer.from(randomBytes(3)).toString('hex');
				// Loaded after the first frame, and only for rooms that are advertised.
				const advertisement = (async () => {
					const {advertise} = await import('../discovery/advertise.ts');
					const proof = createRoomProof(history, tag);
					return advertise({...bound, ...events, tag, proof, name: options.announce});
				})();
				return {
					tag,
					async stop() {
						const {stop} = await advertisement;
						await stop();
					},
				};
			},
			names: systemNames,
			listAddresses: bound => reachableAddresses(bound, networkInterfaces()),
			openRoom: async () =>
				options.ephemeral
					? {
							log: new MemoryLog(newId()),
							sid: newSid(),
							code: newCode(),
							saveCode: doNothing,
							announce: doNothing,
							release: releaseNothing,
						}
					: openRoom(
							home,
							{name: options.room, isNewCode: options.newCode},
							{createId: newId, createSid: newSid, createCode: newCode},
						),
		});
	}

	const {plain, name, endpoint, code} = options;
	const addresses = listAliases(endpoint, networkInterfaces());
	// Without a code it only finds out whether a room is there.
	const membership =
		plain || code === undefined ? undefined : new Membership(home, {code, addresses, name, now: systemClock.now});
	const others = [...joined];
	const chat = new JoinChat(
		{...options, isImpatient: !hasScreen},
		{
			clock: systemClock,
			historyCapacity,
			readKernel,
			joinCommand,
			random: Math.random,
			findMore: options.isAnyOwn ? async () => findOwnAddresses(systemNames) : undefined,
			deriveKey,
			saveRoom(room) {
				membership?.save(room);
			},
			onWrongCode() {
				membership?.refuse();
			},
			followRoom: (room, onFound) => followRoom(home, room, onFound),
			async openIdentity(onFailure) {
				// A chat that this one replaces may still have the same member open.
				await Promise.all(others.map(async other => other.close()));
				return membership ? membership.open({createSid: newSid, onFailure}) : {sid: newSid(), release: releaseNothing};
			},
		},
	);
	joined.add(chat);
	return chat;
};

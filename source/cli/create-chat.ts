import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import process from 'node:process';
import type {Chat} from '../chat/chat.ts';
import {HostChat} from '../chat/host-chat.ts';
import {JoinChat} from '../chat/join-chat.ts';
import type {ChatOptions} from '../targets/join-target.ts';
import {formatEndpoint, isLoopback} from '../net/address.ts';
import {systemClock} from '../net/clock.ts';
import {reachableAddresses} from '../net/reachable-addresses.ts';
import {deriveKey} from '../net/derive-key.ts';
import {maximumConnections} from '../net/limits.ts';
import {createCode} from '../text/room-code.ts';
import {createSid, deriveMemberId} from '../room/identity.ts';
import {MemoryLog} from '../room/log.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import {saveCode} from '../storage/saved-codes.ts';
import {openMember, openRoom} from '../storage/open-room.ts';
import {computeConnectionLimit, readLimits} from './descriptor-limit.ts';

/** Messages that the screen keeps in memory. Older ones are loaded again on request. */
const screenHistory = 20_000;

const newSid = () => createSid(randomBytes);
const newId = () => deriveMemberId(newSid());
const newCode = () => createCode(randomBytes);
const doNothing = () => undefined;
const releaseNothing = async () => undefined;

/** Creates the chat with the system's clock, network and files. It has not started yet. */
export const createChat = (options: ChatOptions, {hasScreen}: {readonly hasScreen: boolean}): Chat => {
	const home = findStateFolder(process.env);
	const historyCapacity = hasScreen ? screenHistory : 0;
	if (options.command === 'host') {
		return new HostChat(options, {
			clock: systemClock,
			historyCapacity,
			randomBytes,
			maximumConnections: computeConnectionLimit(maximumConnections, readLimits()),
			deriveKey,
			advertise(bound, events) {
				if (options.hidden || isLoopback(bound.host)) {
					return {tag: undefined, stop: releaseNothing};
				}

				const tag = Buffer.from(randomBytes(3)).toString('hex');
				// Loaded after the first frame, and only for rooms that are advertised.
				const advertisement = (async () => {
					const {advertise} = await import('../discovery/advertise.ts');
					return advertise({...bound, ...events, tag});
				})();
				return {
					tag,
					async stop() {
						const {stop} = await advertisement;
						await stop();
					},
				};
			},
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
	const address = formatEndpoint(endpoint.host, endpoint.port);
	return new JoinChat(
		{...options, code, isImpatient: !hasScreen},
		{
			clock: systemClock,
			historyCapacity,
			random: Math.random,
			deriveKey,
			saveCode(accepted) {
				saveCode(home, address, accepted);
			},
			openIdentity: async onFailure =>
				// Without a code it only finds out whether a room is there.
				plain || code === undefined
					? {sid: newSid(), release: releaseNothing}
					: openMember(home, {address, name}, {createSid: newSid, onFailure}),
		},
	);
};

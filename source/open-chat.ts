import {randomBytes} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import process from 'node:process';
import type {Chat} from './chat/chat.ts';
import {HostChat} from './chat/host-chat.ts';
import {JoinChat} from './chat/join-chat.ts';
import {formatEndpoint} from './net/address.ts';
import {systemClock} from './net/clock.ts';
import {reachableAddresses} from './net/interfaces.ts';
import type {Options} from './options.ts';
import {createSid, idOf} from './room/identity.ts';
import {MemoryLog} from './room/log.ts';
import {stateFolder} from './storage/home.ts';
import {openMember, openRoom} from './storage/open.ts';

/** Items of the history that a screen keeps at hand; what is older can be loaded again. */
const screenHistory = 20_000;

const newSid = () => createSid(randomBytes);
const newId = () => idOf(newSid());
const nothingToRelease = async () => undefined;

/** The chat that the command line asks for, in the real world. It has not started. */
export const openChat = (options: Options, {hasScreen}: {readonly hasScreen: boolean}): Chat => {
	const home = stateFolder(process.env);
	const historyCapacity = hasScreen ? screenHistory : 0;
	if (options.command === 'host') {
		return new HostChat(options, {
			clock: systemClock,
			historyCapacity,
			randomBytes,
			reachableAt: bound => reachableAddresses(bound, networkInterfaces()),
			openRoom: async () =>
				options.ephemeral
					? {log: new MemoryLog(newId()), sid: newSid(), release: nothingToRelease}
					: openRoom(home, options.room, {createId: newId, createSid: newSid}),
		});
	}

	const {plain, name, endpoint} = options;
	return new JoinChat(
		{...options, isImpatient: !hasScreen},
		{
			clock: systemClock,
			historyCapacity,
			random: Math.random,
			openIdentity: async onFailure =>
				plain
					? {sid: newSid(), release: nothingToRelease}
					: openMember(home, {address: formatEndpoint(endpoint.host, endpoint.port), name}, {createSid: newSid, onFailure}),
		},
	);
};

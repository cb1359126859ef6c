import {randomBytes} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import type {Chat} from './chat/chat.ts';
import {HostChat} from './chat/host-chat.ts';
import {JoinChat} from './chat/join-chat.ts';
import {systemClock} from './net/clock.ts';
import {reachableAddresses} from './net/interfaces.ts';
import type {Options} from './options.ts';
import {createSid, idOf} from './room/identity.ts';
import {MemoryLog} from './room/log.ts';

const newSid = () => createSid(randomBytes);
const nothingToRelease = async () => undefined;

/** The chat that the command line asks for, in the real world. It has not started. */
export const openChat = (options: Options): Chat => {
	if (options.command === 'host') {
		return new HostChat(options, {
			clock: systemClock,
			randomBytes,
			reachableAt: bound => reachableAddresses(bound, networkInterfaces()),
			openRoom: async () => ({log: new MemoryLog(idOf(newSid())), sid: newSid(), release: nothingToRelease}),
		});
	}

	return new JoinChat(options, {
		clock: systemClock,
		random: Math.random,
		openIdentity: async () => ({sid: newSid(), release: nothingToRelease}),
	});
};

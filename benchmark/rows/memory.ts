/** The memory of the programs. */
import {stat} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {LoadedServer} from '../deliveries/load.ts';
import type {ChatServer} from '../deliveries/server.ts';
import {atMost, comparisons, type Figure, type Row, type Settings} from '../figure.ts';
import {fillRoom} from '../history.ts';
import {startBareTls} from '../peers/bare-tls.ts';
import {ngircd} from '../peers/ngircd.ts';
import {newHome, openHostScreen, openJoinScreen, socketChat} from '../peers/socket-chat.ts';
import {openWeechat, weechatFile} from '../peers/weechat.ts';
import {readResidentBytes} from '../proc.ts';
import {interleave, median} from '../statistics.ts';
import {reportMissing} from '../screens.ts';
import {onStage, type Stage} from '../stage.ts';

const members = 1000;
const longRoom = 200_000;
const shortRoom = 20_000;
const megabyte = 1_000_000;
/** How long a program rests before it is measured, in milliseconds. */
const rest = 2000;
/**
The same for a server whose members have just connected: the garbage of that is collected by then.
*/
const restOfMembers = 30_000;

const residentAtRest = async (pid: number): Promise<number> => {
	await sleep(rest);
	return readResidentBytes(pid);
};

/** Starts a host on a screen with a room of this many messages. */
const hostWith = async (stage: Stage, messages: number) => {
	const home = await newHome(stage);
	const file = await fillRoom(home, messages);
	const {terminal, port} = await openHostScreen(stage, home);
	await terminal.quiet(300);
	const {size} = await stat(file);
	return {pid: terminal.pid, port, size};
};

type Serve = (stage: Stage, members: number) => Promise<number>;

const serveWith =
	(server: ChatServer): Serve =>
	async (stage, count) => {
		const loaded = new LoadedServer(server, count);
		await loaded.open(stage);
		return loaded.pid;
	};

/** Returns the kilobytes that each further member costs a server. */
const sizeOfMember = async (serve: Serve): Promise<number> =>
	onStage(async stage => {
		const few = await serve(stage, 1);
		const many = await serve(stage, members);
		await sleep(restOfMembers);
		return (readResidentBytes(many) - readResidentBytes(few)) / (members - 1) / 1000;
	});

const measureMembers = async (): Promise<Figure> => {
	const value = await sizeOfMember(serveWith(socketChat));
	return {
		what: `memory of a member, of ${members}`,
		unit: 'kB',
		value,
		against: comparisons({
			'a bare TLS connection': await sizeOfMember(startBareTls),
			ngircd: ngircd && (await sizeOfMember(serveWith(ngircd))),
		}),
		goal: atMost(value, 50, 'at most 50 kB'),
	};
};

const measureScreens = async ({rounds}: Settings): Promise<Figure[]> => {
	const weechat = weechatFile;
	const irc = ngircd;
	const resident = await interleave(rounds, {
		node: async () =>
			onStage(async stage => residentAtRest(stage.start([process.execPath, '-e', 'setInterval(() => {}, 1e6)']).pid)),
		host: async () => onStage(async stage => residentAtRest((await hostWith(stage, 0)).pid)),
		short: async () => onStage(async stage => residentAtRest((await hostWith(stage, shortRoom)).pid)),
		long: async () => onStage(async stage => residentAtRest((await hostWith(stage, longRoom)).pid)),
		join: async () =>
			onStage(async stage => {
				const {port} = await hostWith(stage, 0);
				return residentAtRest((await openJoinScreen(stage, port)).pid);
			}),
		weechat:
			weechat === undefined
				? undefined
				: async () => onStage(async stage => residentAtRest((await openWeechat(stage, weechat)).pid)),
		ngircd: irc && (async () => onStage(async stage => residentAtRest((await irc.start(stage)).pid))),
	});
	const sizeOf = (name: 'node' | 'host' | 'short' | 'long' | 'join' | 'weechat' | 'ngircd') => {
		const all = resident.get(name);
		return all && median(all) / megabyte;
	};

	const [node, host = Number.NaN, join = Number.NaN] = [sizeOf('node'), sizeOf('host'), sizeOf('join')];
	const growth = (sizeOf('long') ?? Number.NaN) - (sizeOf('short') ?? Number.NaN);
	const file = await onStage(async stage => (await hostWith(stage, longRoom)).size / megabyte);
	return [
		{
			what: 'memory of a client at rest',
			unit: 'MB',
			value: join,
			against: comparisons({'node, at rest': node, weechat: sizeOf('weechat')}),
			goal: atMost(join, 80, 'at most 80 MB'),
		},
		{
			what: 'memory of a host at rest',
			unit: 'MB',
			value: host,
			against: comparisons({'node, at rest': node, ngircd: sizeOf('ngircd')}),
		},
		{
			what: `memory of a host whose room has ${longRoom} messages, more than of one with ${shortRoom}`,
			unit: 'MB',
			value: growth,
			against: comparisons({'the room’s file': file}),
			goal: atMost(growth, file / 4, 'at most a quarter of its file'),
		},
	];
};

export const memory: Row = {
	name: 'memory',
	how: `Resident memory (VmRSS) ${rest / 1000} s after the start, screens at 120 × 40; a member's share is the difference between a host in line mode with ${members} members and one with one, ${restOfMembers / 1000} s after they joined, before any message; a bare TLS connection is the same for a Node process that only holds such connections. weechat connects to nothing.`,
	reason:
		'Most of a member’s memory is what OpenSSL and Node keep for its connection: more than for a bare one, because the last write (the list of members, some ten kilobytes with so many) leaves buffers behind that Node frees only with the connection. Our own objects are about 20 kB of it.',
	async measure(settings) {
		reportMissing(settings.report);
		return [...(await measureScreens(settings)), await measureMembers()];
	},
};

/**
The programs with a screen, each in a room with others and with the same history, to be measured in
turn.
*/
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {fillRoom, createText} from './history.ts';
import {irssiFile, irssiNick, openIrssi} from './peers/irssi.ts';
import {channel, enterIrcSpeaker, ngircdFile, startNgircd} from './peers/ngircd.ts';
import {enterSpeaker, newHome, openHostScreen, openJoinScreen} from './peers/socket-chat.ts';
import {openWeechat, weechatFile, weechatNick} from './peers/weechat.ts';
import type {PseudoTerminal} from './pseudo-terminal.ts';
import type {Stage} from './stage.ts';

/** Sends texts to the room that a screen shows. */
export type Speak = (texts: readonly string[]) => void;

export type Screen = {readonly terminal: PseudoTerminal; readonly speak: Speak};

export type ScreenName = 'host' | 'join' | 'weechat' | 'irssi';

/** A screen counts as at rest after this long without output, in milliseconds. */
const atRest = 300;
/** How long a batch may take to appear, in milliseconds. */
const patience = 60_000;
/** Messages in a batch for other programs: as many as fit between the server and them. */
const batch = 1000;

/** Opens a host's and a client's screen on a room with this many messages. */
const openOwn = async (stage: Stage, messages: number): Promise<Partial<Record<ScreenName, Screen>>> => {
	const home = await newHome(stage);
	await fillRoom(home, messages);
	const host = await openHostScreen(stage, home);
	const join = await openJoinScreen(stage, host.port);
	await join.quiet(atRest);
	const speak = await enterSpeaker(stage, host.port);
	return {host: {terminal: host.terminal, speak}, join: {terminal: join, speak}};
};

/** Returns a function that reports whether a text has arrived, in any number of chunks. */
const includes = (text: string) => {
	let rest = '';
	return (chunk: Uint8Array): boolean => {
		const all = rest + Buffer.from(chunk).toString('latin1');
		rest = all.slice(-text.length);
		return all.includes(text);
	};
};

/** Opens the other programs that are installed, with this many messages in memory. */
const openOthers = async (stage: Stage, messages: number): Promise<Partial<Record<ScreenName, Screen>>> => {
	if (ngircdFile === undefined) {
		return {};
	}

	const {port} = await startNgircd(stage, ngircdFile);
	const {speak, untilJoined} = await enterIrcSpeaker(stage, port);
	const weechat = weechatFile === undefined ? undefined : await openWeechat(stage, weechatFile, port);
	if (weechat) {
		await untilJoined(weechatNick);
	}

	const irssi = irssiFile === undefined ? undefined : await openIrssi(stage, irssiFile, port);
	if (irssi) {
		await untilJoined(irssiNick);
		await irssi.quiet(atRest);
		// Irssi opens the channel's window without showing it.
		irssi.write(`/window goto ${channel}\r`);
		await irssi.quiet(atRest);
	}

	const terminals = [weechat, irssi].filter(terminal => terminal !== undefined);
	for (let said = 0; said < messages; said += batch) {
		// In capitals, which no text has, because Ink does not send what stands in the same place
		// already.
		const mark = randomBytes(8).toString('hex').toUpperCase();
		const shown = terminals.map(async terminal => terminal.when(mark, includes(mark), patience));
		speak([
			...Array.from({length: Math.min(batch, messages - said) - 1}, (_, index) => createText(said + index + 1)),
			mark,
		]);
		await Promise.all(shown);
	}

	return {weechat: weechat && {terminal: weechat, speak}, irssi: irssi && {terminal: irssi, speak}};
};

/** Opens all screens on rooms with this many messages, and waits until they are at rest. */
export const openScreens = async (stage: Stage, messages: number): Promise<Partial<Record<ScreenName, Screen>>> => {
	const screens = {...(await openOwn(stage, messages)), ...(await openOthers(stage, messages))};
	for (const screen of Object.values(screens)) {
		await screen?.terminal.quiet(atRest);
	}

	return screens;
};

/** Reports which programs are not installed. */
export const reportMissing = (say: (sentence: string) => void) => {
	const files = {ngircd: ngircdFile, weechat: weechatFile, irssi: irssiFile};
	for (const [name, file] of Object.entries(files)) {
		if (file === undefined) {
			say(
				`${name} is not installed${name === 'ngircd' ? ', so weechat and irssi have no room' : ''}: nothing is compared with it.`,
			);
		}
	}
};

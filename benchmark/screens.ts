/** The programs with a screen, each in a room with others and with the same history, to be measured in turn. */
import {setTimeout as sleep} from 'node:timers/promises';
import {fillRoom, textOf} from './history.ts';
import {irssiFile, openIrssi} from './peers/irssi.ts';
import {enterIrcSpeaker, ngircdFile, startNgircd} from './peers/ngircd.ts';
import {enterSpeaker, newHome, openHostScreen, openJoinScreen} from './peers/socket-chat.ts';
import {openWeechat, weechatFile} from './peers/weechat.ts';
import type {PseudoTerminal} from './pseudo-terminal.ts';
import type {Stage} from './stage.ts';

/** Says texts to the room that a screen shows. */
export type Speak = (texts: readonly string[]) => void;

export type Screen = {readonly terminal: PseudoTerminal; readonly speak: Speak};

export type ScreenName = 'host' | 'join' | 'weechat' | 'irssi';

/** How long nothing must come until a screen counts as at rest, in milliseconds. */
const atRest = 300;
/** Messages in a batch for other programs: no more than fit between the server and them. */
const batch = 1000;

/** Both screens of the program, on a room of so many messages. */
const openOwn = async (stage: Stage, messages: number): Promise<Partial<Record<ScreenName, Screen>>> => {
	const home = await newHome(stage);
	await fillRoom(home, messages);
	const host = await openHostScreen(stage, home);
	const join = await openJoinScreen(stage, host.port);
	await join.quiet(atRest);
	const speak = await enterSpeaker(stage, host.port);
	return {host: {terminal: host.terminal, speak}, join: {terminal: join, speak}};
};

/** The other programs that are there, with so many messages in their memory. */
const openOthers = async (stage: Stage, messages: number): Promise<Partial<Record<ScreenName, Screen>>> => {
	if (ngircdFile === undefined) {
		return {};
	}

	const {port} = await startNgircd(stage, ngircdFile);
	const weechat = weechatFile === undefined ? undefined : await openWeechat(stage, weechatFile, port);
	const irssi = irssiFile === undefined ? undefined : await openIrssi(stage, irssiFile, port);
	const terminals = [weechat, irssi].filter(terminal => terminal !== undefined);
	await Promise.all(terminals.map(async terminal => terminal.quiet(2 * atRest)));
	const speak = await enterIrcSpeaker(stage, port);
	for (let said = 0; said < messages; said += batch) {
		speak(Array.from({length: Math.min(batch, messages - said)}, (_, index) => textOf(said + index + 1)));
		await sleep(5);
		await Promise.all(terminals.map(async terminal => terminal.quiet(20)));
	}

	return {weechat: weechat && {terminal: weechat, speak}, irssi: irssi && {terminal: irssi, speak}};
};

/** All screens at rest, in rooms of so many messages. */
export const openScreens = async (stage: Stage, messages: number): Promise<Partial<Record<ScreenName, Screen>>> => {
	const screens = {...(await openOwn(stage, messages)), ...(await openOthers(stage, messages))};
	for (const screen of Object.values(screens)) {
		await screen?.terminal.quiet(atRest);
	}

	return screens;
};

/** Says which programs are missing. */
export const sayMissing = (say: (sentence: string) => void) => {
	const files = {ngircd: ngircdFile, weechat: weechatFile, irssi: irssiFile};
	for (const [name, file] of Object.entries(files)) {
		if (file === undefined) {
			say(`${name} is not installed${name === 'ngircd' ? ', so weechat and irssi have no room' : ''}: nothing is compared with it.`);
		}
	}
};

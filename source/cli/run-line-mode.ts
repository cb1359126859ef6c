import process from 'node:process';
import {resolveChatOptions} from '../targets/room-finder.ts';
import {LineMode} from '../line-mode/line-mode.ts';
import type {Options} from '../config/options.ts';
import {getErrorOutput, getOutput} from '../output/standard-streams.ts';
import {systemClock} from '../net/clock.ts';
import {createChat} from './create-chat.ts';
import type {Recorder} from './files/recorder.ts';
import type {Ending} from './output.ts';
import {endOnSignals} from './signals.ts';

/** Runs a chat for pipes and scripts. Resolves with the exit code and what is not printed yet. */
export const runLineMode = async (options: Options, {record}: Pick<Recorder, 'record'>): Promise<Ending> => {
	const chat = createChat(await resolveChatOptions(options), {hasScreen: false});
	record(chat);
	let isInterrupted = false;
	endOnSignals(
		() => chat,
		() => {
			isInterrupted = true;
		},
	);
	const lineMode = new LineMode(chat, {
		json: options.json,
		stay: options.command === 'join' && options.stay,
		endsAtBye: options.bye,
		...options.input,
		clock: systemClock,
		history: options.history ?? 0,
		input: process.stdin,
		output: getOutput(),
		errors: getErrorOutput(),
	});
	const exitCode = await lineMode.run();
	await chat.close();
	return {exitCode: isInterrupted ? 130 : exitCode, unread: lineMode.unread};
};

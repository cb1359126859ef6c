import process from 'node:process';
import {createInterface} from 'node:readline';
import {askTarget, InputEndedError} from '../line-mode/ask-target.ts';
import {LinearMode} from '../line-mode/linear-mode.ts';
import type {Options} from '../config/options.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';
import {createChat} from './create-chat.ts';
import {endOnSignals} from './signals.ts';

/** Runs a chat that prints lines on a terminal. Resolves with the exit code. */
export const runLinearMode = async (options: Options): Promise<number> => {
	const lines = createInterface({input: process.stdin, terminal: false});
	const ask = async (question: string): Promise<string | undefined> => {
		process.stdout.write(`${question} `);
		return new Promise(resolve => {
			lines.once('line', resolve);
			lines.once('close', () => {
				resolve(undefined);
			});
		});
	};

	try {
		const chat = createChat(await askTarget(options, findStateFolder(process.env), ask), {hasScreen: true});
		const end = endOnSignals(() => chat);
		// A terminal that was closed: its input may end later or earlier.
		process.stdout.on('error', () => {
			end('SIGHUP');
		});
		const exitCode = await new LinearMode(chat, {lines, output: process.stdout}).run();
		await chat.close();
		return exitCode;
	} catch (error) {
		if (error instanceof InputEndedError) {
			process.stdout.write(`${error.message}\n`);
			return 0;
		}

		throw error;
	}
};

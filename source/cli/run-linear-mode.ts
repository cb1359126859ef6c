import process from 'node:process';
import {createInterface} from 'node:readline';
import {askTarget, NoAnswer} from '../line-mode/ask-target.ts';
import {LinearMode} from '../line-mode/linear-mode.ts';
import {createChat} from './create-chat.ts';
import type {Options} from '../config/options.ts';
import {endOnSignals} from './signals.ts';
import {findStateFolder} from '../storage/files/state-folder.ts';

/** A chat in lines, on a terminal. */
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
		endOnSignals(() => chat);
		const exitCode = await new LinearMode(chat, {lines, output: process.stdout}).run();
		await chat.close();
		return exitCode;
	} catch (error) {
		if (error instanceof NoAnswer) {
			process.stdout.write(`${error.message}\n`);
			return 0;
		}

		throw error;
	}
};

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {commandFor} from '../helpers/type-script.ts';

/**
Starts a program of this folder, which sends a first message once it is ready, and then one answer
to each question.
*/
export const startHelper = async <First = unknown>(name: string, args: readonly string[] = []) => {
	const [command = '', ...rest] = commandFor(path.join(import.meta.dirname, name));
	const child = spawn(command, [...rest, ...args], {stdio: ['ignore', 'inherit', 'inherit', 'ipc']});
	const [first] = (await once(child, 'message')) as [First];
	const helper = {
		pid: child.pid,
		async ask<Answer>(question: unknown): Promise<Answer> {
			const answer = once(child, 'message');
			child.send(question as string);
			const [value] = (await answer) as [Answer];
			return value;
		},
		async close() {
			if (child.exitCode === null) {
				const exit = once(child, 'exit');
				child.disconnect();
				await exit;
			}
		},
	};
	return {helper, first};
};

export type Helper = Awaited<ReturnType<typeof startHelper>>['helper'];

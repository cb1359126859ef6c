import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import {childEnvironment} from '../helpers/line-process.ts';
import {commandFor} from '../helpers/type-script.ts';

/**
Starts a TypeScript program that answers standard input line by line, and kills it after the test.
`wrapper` is the command that starts Node, if any.
*/
export const startLines = (
	t: TestContext,
	[file = '', ...args]: readonly string[],
	environment: Record<string, string> = childEnvironment(),
	wrapper: readonly string[] = [],
) => {
	const [command = '', ...rest] = [...wrapper, ...commandFor(file), ...args];
	const child = spawn(command, rest, {stdio: ['pipe', 'pipe', 'inherit'], env: environment});
	t.after(() => {
		child.kill('SIGKILL');
	});
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	/** Returns the next line of output, or `undefined` at its end. */
	const next = async (): Promise<string | undefined> => {
		const line = await lines.next();
		return line.done ? undefined : line.value;
	};

	return {
		process: child,
		next,
		async ask(question: string): Promise<string> {
			child.stdin.write(`${question}\n`);
			const answer = await next();
			assert.ok(answer !== undefined, 'the program has ended');
			return answer;
		},
		/** Returns the remaining lines, once the program has ended. */
		async rest(): Promise<string[]> {
			const all: string[] = [];
			for (let line = await next(); line !== undefined; line = await next()) {
				all.push(line);
			}

			return all;
		},
	};
};

export type LineChild = ReturnType<typeof startLines>;

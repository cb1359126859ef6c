/** A program whose standard output nobody reads until a test says so. */
import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {childEnvironment, type Cleanup, type ProcessOptions} from './line-process.ts';
import {Watch} from './until.ts';

/** Starts a program without input; after the test it is killed, by its own pid. */
export const startUnread = (t: Cleanup, command: readonly string[], {env, cwd}: ProcessOptions = {}) => {
	const [file = '', ...args] = command;
	const child = spawn(file, args, {cwd, env: childEnvironment(env), stdio: ['ignore', 'pipe', 'pipe']});
	const watch = new Watch();
	const chunks: Uint8Array[] = [];
	let errors = '';
	child.stderr.setEncoding('utf8').on('data', (data: string) => {
		errors += data;
		watch.changed();
	});
	const exited = new Promise<number | NodeJS.Signals | undefined>(resolve => {
		child.on('exit', (code, signal) => {
			resolve(code ?? signal ?? undefined);
		});
	});
	t?.after(async () => {
		child.kill('SIGKILL');
		child.stdout.destroy();
		child.stderr.destroy();
		await exited;
	});
	return {
		pid: child.pid,
		/** The exit code, or the signal that ended the program. */
		exited,
		isRunning: () => child.exitCode === null && child.signalCode === null,
		kill(signal: NodeJS.Signals) {
			child.kill(signal);
		},
		/** Standard error so far. */
		errors: () => errors,
		waitForError: async (text: string) =>
			watch.until(() => errors.includes(text), {describe: () => `no ${JSON.stringify(text)} in\n${errors}`}),
		/** Reads standard output until it matches, and stops again. */
		async readUntil(pattern: RegExp): Promise<RegExpExecArray> {
			const add = (chunk: Uint8Array) => {
				chunks.push(chunk);
				watch.changed();
			};

			child.stdout.on('data', add);
			const read = () => Buffer.concat(chunks).toString();
			const match = await watch.until(() => pattern.exec(read()) ?? undefined, {describe: read});
			child.stdout.off('data', add);
			child.stdout.pause();
			return match;
		},
		/** Reads standard output to its end. Resolves with all that was read. */
		async readAll(): Promise<string> {
			child.stdout.on('data', (chunk: Uint8Array) => {
				chunks.push(chunk);
			});
			child.stdout.resume();
			await new Promise(resolve => {
				child.stdout.on('close', resolve);
			});
			return Buffer.concat(chunks).toString();
		},
		/** Closes the reading end of standard output, as a reader that goes away. */
		closeOutput() {
			child.stdout.destroy();
		},
		/** Reads nothing more of standard error. */
		stopReadingErrors() {
			child.stderr.pause();
		},
		/** Closes the reading end of standard error. */
		closeErrors() {
			child.stderr.destroy();
		},
	};
};

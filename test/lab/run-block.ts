/** Does what a block of the guide says, step by step. */
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {TestContext} from 'node:test';
import {childEnvironment} from '../helpers/line-process.ts';
import {program} from '../helpers/program.ts';
import {commandFor} from '../helpers/type-script.ts';
import {until} from '../helpers/until.ts';
import {openCampusComputer} from './campus.ts';
import {openComputer} from './computer.ts';
import type {Block, Step} from './parse-guide.ts';
import {Terminal} from './terminal.ts';

/** What the guide calls, and what of it the computer may lack. */
const ourCommands = new Set(['socket-chat', 'npm']);

const commandNames = (steps: readonly Step[]): string[] =>
	steps
		.filter(({operator}) => operator === '$')
		.flatMap(({text}) => text.split('|'))
		.map(
			part =>
				part
					.trim()
					.replace(/^(?:\w+=\S* )*/, '')
					.split(' ')[0] ?? '',
		);

const isInstalled = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** For a skip: `undefined`, or the programs that the block needs and this computer lacks. */
export const missingPrograms = ({steps}: Block): string | undefined => {
	const missing = [...new Set(commandNames(steps))].filter(name => !ourCommands.has(name) && !isInstalled(name));
	return missing.length === 0 ? undefined : `needs ${missing.join(', ')}`;
};

/** Returns Python itself: `python3` may be a shell script that spends 0.1 s on looking for it. */
const findPython = (): string =>
	spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'}).stdout.trim();

let python: string | undefined;

const quote = (argument: string) => `'${argument.replaceAll("'", String.raw`'\''`)}'`;

const execute = (command: readonly string[]) => `exec ${command.map(part => quote(part)).join(' ')} "$@"`;

const checkHandIn = commandFor(path.resolve(import.meta.dirname, '../../scripts/check-hand-in.ts'));

/** Writes the commands that the guide calls by the names that they have once installed. */
const writeCommands = (folder: string, campus: readonly string[]) => {
	python ??= isInstalled('python3') ? findPython() : 'python3';
	const commands = {
		'socket-chat': execute(program),
		python3: execute([python]),
		npm: `script="$1 $2 $3"; shift 3; case $script in
'run check-hand-in --') ${execute(checkHandIn)};;
'run campus --') ${execute(campus)};;
*) exit 2;; esac`,
	};
	mkdirSync(folder);
	for (const [name, script] of Object.entries(commands)) {
		const file = path.join(folder, name);
		writeFileSync(file, `#!/bin/sh\n${script}\n`);
		chmodSync(file, 0o755);
	}
};

const escapePattern = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Returns the pattern with what earlier lines have captured in the place of `\k<name>`. */
export const toPattern = (text: string, captured: ReadonlyMap<string, string>): RegExp =>
	new RegExp(
		text.replaceAll(/\\k<(?<name>\w+)>/g, (reference, name: string) => {
			const value = captured.get(name);
			return value === undefined ? reference : escapePattern(value);
		}),
		'mu',
	);

const openComputers = async (t: TestContext, block: Block, folder: string) =>
	block.computer === 'campus'
		? openCampusComputer(t, block, folder)
		: {campus: ['false'], ...(await openComputer(t, block.computer, folder))};

/**
Runs a block in a folder of its own, with the guide's programs in it. Throws at the first step that
fails.
*/
export const runBlock = async (t: TestContext, block: Block, programs: ReadonlyMap<string, string>) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-lab-'));
	const terminals = new Map<string, Terminal>();
	t.after(() => {
		for (const terminal of terminals.values()) {
			terminal.close();
		}
	});
	// A program that has just been killed may still have made a file.
	t.after(() => {
		rmSync(folder, {recursive: true, force: true, maxRetries: 10, retryDelay: 50});
	});
	for (const [name, text] of programs) {
		writeFileSync(path.join(folder, name), text);
	}

	const bin = path.join(folder, '.bin');
	const captured = new Map<string, string>();
	const environment = childEnvironment({
		SOCKET_CHAT_HOME: path.join(folder, '.socket-chat'),
		SOCKET_CHAT_CODE: undefined,
		// Set by npm if it runs these tests: a command in a block is called in the block's folder.
		INIT_CWD: undefined,
		PATH: `${bin}:${process.env.PATH}`,
	});
	const {campus, wrap, listens} = await openComputers(t, block, folder);
	writeCommands(bin, campus);

	const findTerminal = (name: string): Terminal => {
		const terminal = terminals.get(name);
		if (!terminal) {
			throw new SyntaxError(`Nothing was started in ${name}`);
		}

		return terminal;
	};

	const expect = async (terminal: Terminal, text: string, options: {readonly isNext: boolean}) => {
		const match = await terminal.expect(toPattern(text, captured), options);
		for (const [name, value] of Object.entries(match.groups ?? {})) {
			captured.set(name, value);
		}
	};

	const actions: Readonly<Record<Step['operator'], (name: string, text: string) => Promise<void> | void>> = {
		async $(name, text) {
			if (text === 'fg') {
				findTerminal(name).continue();
				return;
			}

			const terminal = terminals.get(name) ?? new Terminal(name);
			terminals.set(name, terminal);
			await terminal.start(text, {
				cwd: folder,
				env: {...environment, ...Object.fromEntries(captured)},
				wrap: command => wrap(command, name),
			});
		},
		'>'(name, text) {
			findTerminal(name).type(text);
		},
		'^'(name, text) {
			findTerminal(name).press(text);
		},
		async '<'(name, text) {
			await expect(findTerminal(name), text, {isNext: false});
		},
		async '<<'(name, text) {
			await expect(findTerminal(name), text, {isNext: true});
		},
		async '@'(name, text) {
			await until(() => listens(Number(text), name), {describe: () => `${name} does not listen at port ${text}`});
		},
		'!'(name, text) {
			if (findTerminal(name).hasPrinted(toPattern(text, captured))) {
				throw new Error(`${name} has printed it`);
			}
		},
		async '='(name, text) {
			const exit = await findTerminal(name).waitForExit();
			if (exit !== text) {
				throw new Error(`${name} ended with ${exit}`);
			}
		},
	};

	for (const {lineNumber, terminal, operator, text} of block.steps) {
		try {
			await actions[operator](terminal, text);
		} catch (error) {
			throw new Error(`docs/lab.md:${lineNumber}: ${terminal}${operator} ${text}`, {cause: error});
		}
	}
};

import {spawn, spawnSync} from 'node:child_process';
import {
	accessSync,
	constants,
	mkdtempSync,
	openSync,
	readFileSync,
	closeSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {errorMessage} from '../../../text/errors.ts';

/** Edits a text in the user's own editor, on the terminal. */

type Environment = Readonly<Record<string, string | undefined>>;

export type EditResult = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly reason: string};

/** A longer text is no draft, in bytes. */
const maximumBytes = 1_048_576;
/** How long an editor may take to end after SIGTERM, in milliseconds. */
const killDelay = 1000;
/** What a shell exits with if there is no such command. */
const notFound = 127;

const isExecutable = (file: string): boolean => {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
};

/**
Returns the command of the editor: `$VISUAL`, `$EDITOR`, or else `vi` if it is installed. Undefined
if there is none.
*/
export const findEditor = ({VISUAL = '', EDITOR = '', PATH = ''}: Environment): string | undefined => {
	const chosen = [VISUAL, EDITOR].find(command => command.trim() !== '');
	if (chosen !== undefined) {
		return chosen;
	}

	if (process.platform === 'win32') {
		return 'notepad';
	}

	return PATH.split(path.delimiter).some(folder => folder !== '' && isExecutable(path.join(folder, 'vi')))
		? 'vi'
		: undefined;
};

/**
Runs a command of the user's with a file, as a shell does: it may have options. The editor takes the
shell's place if the command is only one, so that a signal reaches it.
*/
const start = (command: string, file: string) =>
	process.platform === 'win32'
		? spawn(`${command} "${file}"`, {shell: true, stdio: 'inherit'})
		: spawn('/bin/sh', ['-c', `${/[;&|(){}=\n]/.test(command) ? '' : 'exec '}${command} "$@"`, command, file], {
				stdio: 'inherit',
			});

/** Runs `stty` on the terminal. Returns what it prints, or '' if there is none. */
const setTerminal = (argument: string): string => {
	if (process.platform === 'win32' || argument === '') {
		return '';
	}

	const {status, stdout} = spawnSync('stty', [argument], {stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8'});
	return status === 0 ? stdout.trim() : '';
};

/** Returns why an editor has failed; undefined if it has not. */
const run = async (command: string, file: string, signal: AbortSignal): Promise<string | undefined> =>
	new Promise(resolve => {
		// An editor that is killed leaves the terminal in any mode.
		const modes = setTerminal('-g');
		const editor = start(command, file);
		let timer: NodeJS.Timeout | undefined;
		const end = () => {
			editor.kill('SIGTERM');
			timer = setTimeout(() => {
				editor.kill('SIGKILL');
			}, killDelay);
		};

		const finish = (reason?: string) => {
			clearTimeout(timer);
			setTerminal(modes);
			signal.removeEventListener('abort', end);
			resolve(reason);
		};

		signal.addEventListener('abort', end);
		editor.once('error', error => {
			finish(`The editor "${command}" does not start: ${error.message}.`);
		});
		editor.once('exit', (code, killedBy) => {
			if (code === notFound) {
				finish(`There is no editor "${command}" (VISUAL, EDITOR).`);
			} else if (code === 0) {
				finish();
			} else {
				finish(`The editor ended with ${killedBy ?? `code ${code ?? 0}`}: the draft is as it was.`);
			}
		});
	});

/** Returns what an editor has left in the file. */
const readText = (file: string): EditResult => {
	const descriptor = openSync(file, 'r');
	try {
		const {size} = statSync(file);
		if (size > maximumBytes) {
			return {ok: false, reason: 'The text is too long: the draft is as it was.'};
		}

		// Editors end the last line, and some begin the file with a mark.
		const text = readFileSync(descriptor, 'utf8')
			.replace(/^\u{FEFF}/u, '')
			.replace(/\r?\n$/, '');
		return {ok: true, text};
	} finally {
		closeSync(descriptor);
	}
};

/**
Edits a text in the user's editor, in a file that only they can read and that is removed afterwards,
also when the process ends meanwhile. `signal` ends the editor.
*/
export const editText = async (text: string, env: Environment, signal: AbortSignal): Promise<EditResult> => {
	const editor = findEditor(env);
	if (editor === undefined) {
		return {ok: false, reason: 'There is no editor: set VISUAL or EDITOR to the one to use.'};
	}

	let folder: string | undefined;
	const remove = () => {
		if (folder !== undefined) {
			rmSync(folder, {recursive: true, force: true});
		}
	};

	process.once('exit', remove);
	try {
		// Only its owner can enter a folder that mkdtemp makes.
		folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-'));
		const file = path.join(folder, 'draft.txt');
		writeFileSync(file, text === '' ? '' : `${text}\n`, {mode: 0o600, flag: 'wx'});
		const reason = await run(editor, file, signal);
		return reason === undefined ? readText(file) : {ok: false, reason};
	} catch (error) {
		return {ok: false, reason: `The draft cannot be edited in a file: ${errorMessage(error)}.`};
	} finally {
		remove();
		process.off('exit', remove);
	}
};

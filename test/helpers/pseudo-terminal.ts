/** A pseudo-terminal whose output is complete, and whose settings can be read. */
import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {closeSync, constants as fileConstants, openSync, readSync} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';
import {ReadStream} from 'node:tty';
import type * as pty from '@lydell/node-pty';

const socketOf = (terminal: pty.IPty): ReadStream => {
	const socket: unknown = Reflect.get(terminal, '_socket');
	if (!(socket instanceof ReadStream)) {
		throw new TypeError('This node-pty keeps its socket elsewhere: see what became of _socket');
	}

	return socket;
};

/**
Reads what the program wrote last. On Node 20 and 22 the socket can emit `end` while the kernel
still holds output: without this, 22 of 150 runs on Node 20 lost the end of 29 kB, 12 on Node 22,
none on Node 24. (libuv seems to treat a hang-up after a short read as the end.)
*/
const readRest = (terminal: pty.IPty): Uint8Array => {
	const descriptor: unknown = Reflect.get(terminal, 'fd');
	const chunks: Uint8Array[] = [];
	try {
		for (;;) {
			const chunk = Buffer.alloc(65_536);
			const length = readSync(Number(descriptor), chunk);
			if (length === 0) {
				break;
			}

			chunks.push(chunk.subarray(0, length));
		}
	} catch (error) {
		// EIO: no process has the terminal open, and everything was read. EAGAIN: a child of the
		// program has it open, and there is nothing to read now.
		if (!(error instanceof Error && 'code' in error && (error.code === 'EIO' || error.code === 'EAGAIN'))) {
			throw error;
		}
	}

	return Buffer.concat(chunks);
};

/**
Closes the terminal as a window is closed. node-pty would send SIGHUP as well; here only the kernel
does.
*/
export const closeTerminal = (terminal: pty.IPty): void => {
	socketOf(terminal).destroy();
};

/** Calls back with each text that the program writes, to the very last. */
export const onOutput = (terminal: pty.IPty, take: (text: string) => void): void => {
	const decoder = new StringDecoder('utf8');
	const socket = socketOf(terminal);
	socket.setEncoding('latin1');
	terminal.onData(data => {
		take(decoder.write(Buffer.from(data, 'latin1')));
	});
	socket.prependListener('end', () => {
		take(decoder.write(readRest(terminal)));
	});
};

/**
The terminal's own settings as `stty -a` names them, `{icanon: true, …}`; only while a program has
it open.
*/
export const readSttyState = (terminal: pty.IPty): Readonly<Record<string, boolean>> => {
	const device: unknown = Reflect.get(terminal, 'ptsName');
	const descriptor = openSync(String(device), fileConstants.O_NOCTTY);
	try {
		const {stdout} = spawnSync('stty', ['-a'], {stdio: [descriptor, 'pipe', 'pipe'], encoding: 'utf8'});
		const flags = stdout.replaceAll(/[^;\n]*;/g, '').match(/(?<!\S)-?[a-z]\w*(?!\S)/g) ?? [];
		return Object.fromEntries(flags.map(flag => [flag.replace('-', ''), !flag.startsWith('-')]));
	} finally {
		closeSync(descriptor);
	}
};

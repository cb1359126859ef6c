/**
Private networks: in a namespace of its own a test finds port 5000 free, whatever else runs on the
computer.
*/
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import process from 'node:process';
import type {Cleanup} from './line-process.ts';

const run = (...command: string[]): void => {
	const [file = '', ...args] = command;
	const {status, stderr, error} = spawnSync(file, args, {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`${command.join(' ')}: ${error?.message ?? stderr.trim()}`);
	}
};

const addNamespace = () => {
	const name = `socket-chat-${process.pid}-${randomBytes(4).toString('hex')}`;
	run('ip', 'netns', 'add', name);
	const remove = () => {
		run('ip', 'netns', 'delete', name);
	};

	try {
		run('ip', 'netns', 'exec', name, 'ip', 'link', 'set', 'lo', 'up');
	} catch (error) {
		remove();
		throw error;
	}

	return {name, remove};
};

const probe = (): boolean => {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) {
		return false;
	}

	try {
		run(...inNamespace(['true']));
		addNamespace().remove();
		return true;
	} catch {
		return false;
	}
};

let usable: boolean | undefined;

/**
Whether this computer lets a test make namespaces: root, on Linux, with `unshare` and `ip` working.
*/
export const canUseNamespaces = (): boolean => {
	usable ??= probe();
	return usable;
};

/** For `{skip}`: `false`, or the sentence that says why there are none. */
export const withoutNamespaces = (): string | false =>
	!canUseNamespaces() && 'needs root on Linux, for network namespaces';

/**
The command, in a fresh network of which only its own loopback is up. It keeps its pid, so a signal
reaches it.
*/
export const inNamespace = (command: readonly string[]): string[] => [
	'unshare',
	'-n',
	'sh',
	'-c',
	'ip link set lo up && exec "$@"',
	'sh',
	...command,
];

/** A private network for several programs, removed after the test. */
export const openNamespace = (t: Cleanup) => {
	const {name, remove} = addNamespace();
	let isOpen = true;
	const close = () => {
		if (isOpen) {
			isOpen = false;
			remove();
		}
	};

	t?.after(close);
	return {
		name,
		/** The command, in this network. It keeps its pid, so a signal reaches it. */
		wrap: (command: readonly string[]): string[] => ['ip', 'netns', 'exec', name, ...command],
		close,
	};
};

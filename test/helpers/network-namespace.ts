/**
Private networks: in a namespace of its own a test finds port 5000 free, whatever else runs on the
computer. Root makes them, or a normal user in a user namespace that ends with this process.
*/
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import process from 'node:process';
import {addNamespace, deleteNamespace, raise, type Command} from '../../scripts/campus/network/commands.ts';
import {
	findOwner,
	inNamespaceOf,
	runAllAsOwner,
	runAsOwner,
	type FoundOwner,
	type NamespaceOwner,
} from '../../scripts/campus/network/namespace-owner.ts';
import type {Cleanup} from './line-process.ts';

let found: FoundOwner | undefined;

const findOnce = (): FoundOwner => {
	found ??= findOwner('with-us');
	return found;
};

/** Returns the user that makes the namespaces of these tests. Throws where none can. */
export const namespaceOwner = (): NamespaceOwner => {
	const result = findOnce();
	if ('reason' in result) {
		throw new Error(result.reason);
	}

	return result.owner;
};

/** Runs one command where the namespaces are known, and returns its standard output. */
export const runCommand = (command: Command): string => runAsOwner(namespaceOwner(), command);

/** Runs several, in one shell. */
export const runCommands = (commands: readonly Command[]): void => {
	runAllAsOwner(namespaceOwner(), commands);
};

/** Whether this computer lets a test make namespaces. */
export const canUseNamespaces = (): boolean => !('reason' in findOnce());

/** For `{skip}`: `false`, or the sentence that says why there are none. */
export const withoutNamespaces = (): string | false => {
	const result = findOnce();
	return 'reason' in result && result.reason;
};

/** Makes a network of its own for a command: for `unshare`. */
export const unshareNetwork = (): string[] => {
	const {keeper} = namespaceOwner();
	return keeper === undefined ? ['unshare', '-n'] : ['unshare', '-Urn'];
};

/**
The command, in a fresh network of which only its own loopback is up. It keeps its pid, so a signal
reaches it.
*/
export const inNamespace = (command: readonly string[]): string[] => [
	...unshareNetwork(),
	'sh',
	'-c',
	'ip link set lo up && exec "$@"',
	'sh',
	...command,
];

/**
The command, on a computer that is called `name` and has this hosts file, as far as the command can
see. It keeps its pid. Lay it around a command of a private network.
*/
export const withHostsFile = (name: string, hosts: string, command: readonly string[]): string[] => [
	'unshare',
	'--mount',
	'--uts',
	'sh',
	'-c',
	// The file is gone from its folder before the command starts, and stays mounted.
	'hostname "$1" && f=$(mktemp) && printf %s "$2" > "$f" && mount --bind "$f" /etc/hosts && rm "$f" && shift 2 && exec "$@"',
	'sh',
	name,
	hosts,
	...command,
];

let hostsUsable: boolean | undefined;

/** For `{skip}`: `false`, or the sentence that says why no computer can have another hosts file. */
export const withoutHostsFiles = (): string | false => {
	const reason = withoutNamespaces();
	if (reason !== false) {
		return reason;
	}

	const look = withHostsFile('student', '127.0.1.1 student\n', ['getent', 'ahosts', 'student']);
	const [file = '', ...args] = inNamespace(look);
	hostsUsable ??= spawnSync(file, args, {encoding: 'utf8'}).stdout?.startsWith('127.0.1.1') ?? false;
	return !hostsUsable && 'needs mount namespaces and getent, for a hosts file of its own';
};

/** A private network for several programs, removed after the test. */
export const openNamespace = (t: Cleanup) => {
	const name = `socket-chat-${process.pid}-${randomBytes(4).toString('hex')}`;
	const remove = () => {
		runCommand(deleteNamespace(name));
	};

	runCommand(addNamespace(name));
	try {
		runCommand(raise({namespace: name, device: 'lo'}));
	} catch (error) {
		remove();
		throw error;
	}

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
		wrap: (command: readonly string[]): string[] => inNamespaceOf(namespaceOwner(), name, command),
		close,
	};
};

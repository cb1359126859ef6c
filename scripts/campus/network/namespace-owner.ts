/**
The user that makes network namespaces. Root makes them in the system's own list of names
(/run/netns). A normal user makes them inside a user namespace: a process there, the keeper, is root
over the network namespaces that are made in it, and has a /run/netns that nobody else sees. They
end with the keeper.
*/
import {spawn, spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {Socket} from 'node:net';
import process from 'node:process';
import type {Command} from './commands.ts';
import {toScript} from './script.ts';

export type NamespaceOwner = {
	/** The process id of the keeper; `undefined`: root makes the namespaces. */
	readonly keeper: number | undefined;
};

export const rootOwner: NamespaceOwner = {keeper: undefined};

const enterKeeper = (keeper: number) => ['nsenter', '-t', String(keeper), '-U', '--preserve-credentials'];

/** Returns the command, run where the names of the namespaces are known. */
export const asOwner = ({keeper}: NamespaceOwner, command: Command): string[] =>
	keeper === undefined ? [...command] : [...enterKeeper(keeper), '-m', '-n', '--', ...command];

/**
Returns the command, run in this namespace. It keeps its pid, so a signal reaches it, and its
working directory; its mounts are its own.
*/
export const inNamespaceOf = ({keeper}: NamespaceOwner, namespace: string, command: Command): string[] =>
	keeper === undefined
		? ['ip', 'netns', 'exec', namespace, ...command]
		: [
				...enterKeeper(keeper),
				`--net=/proc/${keeper}/root/run/netns/${namespace}`,
				'--',
				'unshare',
				'-m',
				'--',
				...command,
			];

/** Runs one command as the owner, and returns its standard output. Throws if it fails. */
export const runAsOwner = (owner: NamespaceOwner, command: Command, input = ''): string => {
	const [file = '', ...args] = asOwner(owner, command);
	const {status, stdout, stderr, error} = spawnSync(file, args, {encoding: 'utf8', input});
	if (status !== 0) {
		throw new Error(`${command.join(' ')}: ${error?.message ?? stderr.trim()}`);
	}

	return stdout;
};

/**
Runs the commands in one shell, which takes much less time, and returns their standard output.
*/
export const runAllAsOwner = (owner: NamespaceOwner, commands: readonly Command[]): string => {
	const [file = '', ...args] = asOwner(owner, ['sh', '-s']);
	const {status, stdout, stderr, error} = spawnSync(file, args, {encoding: 'utf8', input: toScript(commands)});
	if (status !== 0) {
		throw new Error(error?.message ?? stderr.trim());
	}

	return stdout;
};

const pause = (milliseconds: number) => {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

const patience = 3000;

const waitForKeeper = (owner: NamespaceOwner, mark: string) => {
	const deadline = Date.now() + patience;
	for (;;) {
		try {
			runAsOwner(owner, ['test', '-e', mark]);
			return;
		} catch (error) {
			if (Date.now() > deadline) {
				throw error;
			}

			pause(10);
		}
	}
};

const prepare = 'mount -t tmpfs none /run && mkdir /run/netns';

/**
Starts a keeper and waits, blocking, until namespaces can be made in it. Throws where a normal user
may not.

`with-us`: it ends with this process. `on-its-own`: it runs until it is killed.
*/
export const startKeeper = (life: 'with-us' | 'on-its-own'): {readonly owner: NamespaceOwner; stop(): void} => {
	const {status, stderr, error} = spawnSync('unshare', ['-Urnm', 'sh', '-c', `${prepare} && ip netns add probe`], {
		encoding: 'utf8',
	});
	if (status !== 0) {
		throw new Error(error?.message ?? stderr.trim());
	}

	const mark = `/run/keeper-${process.pid}-${randomBytes(4).toString('hex')}`;
	const script = `${prepare} && : > "$0" && exec "$@"`;
	const isOurs = life === 'with-us';
	const child = spawn('unshare', ['-Urnm', 'sh', '-c', script, mark, ...(isOurs ? ['cat'] : ['sleep', 'infinity'])], {
		stdio: [isOurs ? 'pipe' : 'ignore', 'ignore', 'ignore'],
		detached: !isOurs,
	});
	child.on('error', () => undefined);
	child.unref();
	// Without this, the pipe would keep our process alive.
	if (child.stdin instanceof Socket) {
		child.stdin.unref();
	}

	const owner = {keeper: child.pid};
	const stop = () => {
		child.kill('SIGKILL');
	};

	try {
		waitForKeeper(owner, mark);
	} catch (error) {
		stop();
		throw error;
	}

	return {owner, stop};
};

/**
Returns the time at which a process started, in the kernel's ticks, to tell it from a later one with
the same pid; `undefined` if it does not run.
*/
export const readStartTime = (pid: number): string | undefined => {
	try {
		const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// Fields 3 and 22; the second, the name, may contain spaces and brackets.
		const [state, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ');
		return state === 'Z' ? undefined : fields[18];
	} catch {
		return undefined;
	}
};

const restrictions = ['apparmor_restrict_unprivileged_userns'] as const;

/** Returns why the system forbids user namespaces; `undefined` if it seems to allow them. */
const findRestriction = (): string | undefined => {
	const names = restrictions.filter(name => {
		const file = `/proc/sys/kernel/${name}`;
		return existsSync(file) && readFileSync(file, 'utf8').trim() === '1';
	});
	if (names.length > 0) {
		return `this system lets only root make user namespaces (kernel.${names.join(', ')} is 1)`;
	}

	return undefined;
};

/** Returns true if root can make a network namespace here. In a container it may lack the right. */
const canRootMakeNamespaces = (): boolean => {
	if (process.getuid?.() !== 0) {
		return false;
	}

	const name = `probe-${process.pid}-${randomBytes(4).toString('hex')}`;
	try {
		runAllAsOwner(rootOwner, [
			['ip', 'netns', 'add', name],
			['ip', 'netns', 'delete', name],
		]);
		return true;
	} catch {
		return false;
	}
};

export type FoundOwner =
	| {readonly owner: NamespaceOwner; stop(): void}
	| {
			/** Why there can be none, as the end of a sentence: "needs …". */
			readonly reason: string;
	  };

/** Finds who can make namespaces here, and starts a keeper if that is a normal user. */
export const findOwner = (life: 'with-us' | 'on-its-own'): FoundOwner => {
	if (process.platform !== 'linux') {
		return {reason: 'needs Linux, for network namespaces'};
	}

	if (spawnSync('ip', ['-V']).status !== 0) {
		return {reason: 'needs `ip` (the package iproute2)'};
	}

	if (canRootMakeNamespaces()) {
		return {owner: rootOwner, stop: () => undefined};
	}

	try {
		return startKeeper(life);
	} catch (error) {
		const why = findRestriction() ?? (error instanceof Error ? error.message : String(error));
		return {reason: `needs root (sudo), or user namespaces: ${why}`};
	}
};

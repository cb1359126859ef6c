/** Saves the state of a campus in a folder, from which the commands after `up` read it. */
import {
	accessSync,
	chmodSync,
	constants,
	lstatSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {readStartTime, type NamespaceOwner} from './network/namespace-owner.ts';
import type {Denial} from './topology.ts';

/** A process, told apart from a later one with the same pid. */
export type Process = {readonly pid: number; readonly startTime: string | undefined};

export type CampusState = {
	readonly name: string;
	/** The topology file and its text at the time of `up`. */
	readonly file: string;
	readonly topology: string;
	/** False while `up` works, and for ever if it was ended meanwhile. */
	readonly isComplete: boolean;
	readonly maker: Process;
	/** Of a campus of a normal user. */
	readonly keeper: Process | undefined;
	/** The rules of the firewalls now. */
	readonly denials: readonly Denial[];
};

export const describeProcess = (pid: number): Process => ({pid, startTime: readStartTime(pid)});

export const isRunning = ({pid, startTime}: Process): boolean =>
	startTime !== undefined && readStartTime(pid) === startTime;

export const ownerOf = ({keeper}: CampusState): NamespaceOwner => ({keeper: keeper?.pid});

const canWrite = (folder: string) => {
	try {
		accessSync(folder, constants.W_OK);
		return true;
	} catch {
		return false;
	}
};

/** Root's is one for the whole system; other users have one each. */
const stateFolder = (): string => {
	const uid = process.getuid?.() ?? 0;
	if (uid === 0 && canWrite('/run')) {
		return '/run/socket-chat-campus';
	}

	const runtime = process.env.XDG_RUNTIME_DIR;
	return runtime !== undefined && canWrite(runtime)
		? path.join(runtime, 'socket-chat-campus')
		: path.join(tmpdir(), `socket-chat-campus-${uid}`);
};

/** Makes the folder; throws if it is somebody else's. */
const prepareFolder = (): string => {
	const folder = stateFolder();
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const stat = lstatSync(folder);
	if (!stat.isDirectory() || stat.uid !== process.getuid?.()) {
		throw new Error(`${folder} belongs to somebody else.`);
	}

	chmodSync(folder, 0o700);
	return folder;
};

export const campusFolder = (name: string): string => path.join(stateFolder(), name);

/** The file that a node sees as /etc/hosts. */
export const hostsPath = (name: string): string => path.join(campusFolder(name), 'hosts');

export const writeState = (state: CampusState): void => {
	prepareFolder();
	const folder = campusFolder(state.name);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const file = path.join(folder, 'state.json');
	writeFileSync(`${file}.new`, JSON.stringify(state), {mode: 0o600});
	renameSync(`${file}.new`, file);
};

export const writeHosts = (name: string, text: string): void => {
	writeFileSync(hostsPath(name), text, {mode: 0o644});
};

const isState = (value: unknown): value is CampusState =>
	typeof value === 'object' && value !== null && 'topology' in value && 'isComplete' in value;

/** Returns `undefined` if no campus of this name is there. */
export const readState = (name: string): CampusState | undefined => {
	try {
		const value: unknown = JSON.parse(readFileSync(path.join(campusFolder(name), 'state.json'), 'utf8'));
		return isState(value) ? value : undefined;
	} catch {
		return undefined;
	}
};

export const removeState = (name: string): void => {
	rmSync(campusFolder(name), {recursive: true, force: true});
};

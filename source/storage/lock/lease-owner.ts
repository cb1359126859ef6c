/** The holder of a lease: a process, its computer, and its path of the folder. */
import {readFileSync, readlinkSync, statSync} from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import {errorCode} from '../../text/errors.ts';

export type LeaseOwner = {
	/** The computer's name. */
	readonly host: string;
	/** Tells computers of one name apart. Empty where the system has no such id. */
	readonly machine: string;
	/** This start of the computer's system, which the containers on it share. */
	readonly boot: string;
	/** The processes among which `pid` is unique. */
	readonly pids: string;
	readonly pid: number;
	/** The folder's numbers. A socket in the folder is seen by all who see the same numbers. */
	readonly folder: string;
};

const readOr = (read: () => string, other: string): string => {
	try {
		return read().trim();
	} catch {
		return other;
	}
};

/** Describes this process. `folder`: the room's. */
export const describeOwner = (folder: string): LeaseOwner => {
	const host = os.hostname();
	const {dev, ino} = statSync(folder, {bigint: true});
	return {
		host,
		machine: readOr(() => readFileSync('/etc/machine-id', 'utf8'), ''),
		boot: readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'), host),
		pids: readOr(() => readlinkSync('/proc/self/ns/pid'), host),
		pid: process.pid,
		folder: `${dev}:${ino}`,
	};
};

const isRunning = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return errorCode(error) !== 'ESRCH';
	}
};

/**
Returns whether the owner's process has ended for sure. The caller holds the folder's lock, whose
socket all processes on the same system see that see the same folder.
*/
export const hasEnded = (owner: LeaseOwner, me: LeaseOwner): boolean => {
	if (owner.boot !== me.boot) {
		return owner.machine !== '' && owner.machine === me.machine && owner.host === me.host;
	}

	return owner.folder === me.folder || (owner.pids === me.pids && !isRunning(owner.pid));
};

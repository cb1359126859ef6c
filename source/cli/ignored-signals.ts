/**
Which signals the program was started to ignore. Node sets every signal to its default before it
runs a program, so that the program itself no longer knows: it has to look around.
*/
import {fstatSync, readFileSync, statSync} from 'node:fs';
import {constants, devNull} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {isatty} from 'node:tty';

/** The signals that end the program. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type EndingSignal = (typeof endingSignals)[number];

/** The facts about the start of the program from which its signals are judged. */
export type StartEvidence = {
	/** The parent's /proc/PID/status. Undefined where there is none. */
	readonly parentStatus: string | undefined;
	/** The variable `_`, in which most shells name the program that they start. */
	readonly startedBy: string | undefined;
	/** Whether input comes from nowhere, and neither output is a terminal. */
	readonly isDetached: boolean;
};

/** Returns the test for the signals that a process ignores, by its /proc/PID/status. */
const readIgnored = (status: string): ((signal: NodeJS.Signals) => boolean) => {
	const mask = BigInt(`0x${/^SigIgn:\s*([\da-f]+)$/m.exec(status)?.[1] ?? '0'}`);
	return signal => BigInt.asUintN(constants.signals[signal], mask) >= 2n ** BigInt(constants.signals[signal] - 1);
};

const shellName = /^Name:\s*-?(?:ba|da|z|k|mk|a|fi)?sh$/m;

/**
Returns the signals that the parent ignores, and with it its children. Left out is what it ignores
for itself alone: SIGTERM in an interactive shell, which ignores SIGTSTP as well, and SIGINT in a
program that waits for a command, as `system()` does.
*/
const findInherited = (status: string): readonly EndingSignal[] => {
	const isIgnored = readIgnored(status);
	const isOwn = (signal: EndingSignal) =>
		(signal === 'SIGTERM' && isIgnored('SIGTSTP')) || (signal === 'SIGINT' && !shellName.test(status));
	return endingSignals.filter(signal => isIgnored(signal) && !isOwn(signal));
};

/**
Returns the signals to ignore. SIGHUP also where the program was started with `nohup`, and where it
has neither input nor a terminal, as in `nohup … < /dev/null > log 2>&1`: it does not end with a
terminal that it does not use.
*/
export const findIgnoredSignals = ({
	parentStatus,
	startedBy,
	isDetached,
}: StartEvidence): ReadonlySet<NodeJS.Signals> => {
	const ignored = new Set<NodeJS.Signals>(parentStatus === undefined ? [] : findInherited(parentStatus));
	if (isDetached || (startedBy !== undefined && path.basename(startedBy) === 'nohup')) {
		ignored.add('SIGHUP');
	}

	return ignored;
};

const readParentStatus = (): string | undefined => {
	try {
		return readFileSync(`/proc/${process.ppid}/status`, 'utf8');
	} catch {
		return undefined;
	}
};

const hasNoInput = (): boolean => {
	try {
		const input = fstatSync(0);
		return input.isCharacterDevice() && input.rdev === statSync(devNull).rdev;
	} catch {
		return true;
	}
};

/** Looks around. Call at the start, while the parent is still the process that started this one. */
export const readStartEvidence = (): StartEvidence => ({
	parentStatus: readParentStatus(),
	startedBy: process.env._,
	isDetached: hasNoInput() && !isatty(1) && !isatty(2),
});

/** Errors of a room's file. Their messages are shown to the user. */

/** A byte of the file has changed since it was written. The file is not modified. */
export class LogDamagedError extends Error {
	override readonly name = 'LogDamagedError';
	readonly file: string;
	/** Where the damaged record begins, in bytes. */
	readonly offset: number;

	/** `advice`: what the user can do. */
	constructor(file: string, offset: number, advice = '') {
		super(`The history in ${file} is damaged at byte ${offset}; the file was left as it is.${advice && ` ${advice}`}`);
		this.file = file;
		this.offset = offset;
	}

	get code() {
		return 'damaged';
	}
}

/** Adds to the error of a damaged file the command that keeps what is sound of it. */
export const advise = (error: unknown, command: string): unknown =>
	error instanceof LogDamagedError
		? new LogDamagedError(error.file, error.offset, `To keep what is sound, run: ${command}`)
		: error;

/** The file has an unknown version. The file is not modified. */
export class LogVersionError extends Error {
	override readonly name = 'LogVersionError';

	constructor(file: string, version: number) {
		super(
			`The history in ${file} was written by another version of socket-chat (its format is ${version}): update socket-chat to open it.`,
		);
	}
}

/** There is no folder for the program's files. The message is a sentence for the user. */
export class NoHomeError extends Error {
	constructor() {
		super('This user has no home folder. SOCKET_CHAT_HOME can name a folder for the files of socket-chat.');
	}
}

/** Errors of a room's file. Their messages are shown to the user. */

/** A byte of the file has changed since it was written. The file is not modified. */
export class LogDamagedError extends Error {
	override readonly name = 'LogDamagedError';
	readonly file: string;
	/** Where the damaged record begins, in bytes. */
	readonly offset: number;

	constructor(file: string, offset: number) {
		super(`The history in ${file} is damaged at byte ${offset}; the file was left as it is.`);
		this.file = file;
		this.offset = offset;
	}

	get code() {
		return 'damaged';
	}
}

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

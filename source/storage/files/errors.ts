/** Why a room's file cannot be used: each error's message is the sentence for people. */

/** A byte of the file is not as it was written. The file is left as it is. */
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

/** The file is of a version that this program does not know. The file is left as it is. */
export class LogVersionError extends Error {
	override readonly name = 'LogVersionError';

	constructor(file: string, version: number) {
		super(
			`The history in ${file} was written by another version of socket-chat (its format is ${version}): update socket-chat to open it.`,
		);
	}
}

/**
The record of a run, for the checker: what each member typed and was shown, and what the room's log
holds. The words are Jepsen's: a member is a sequence of processes, and a typed line is an
operation.
*/

/** A message as a process was shown it. */
export type SeenMessage = {readonly seq: number; readonly id: string; readonly from: string; readonly text: string};

/** A message in the log. */
export type LoggedLine = SeenMessage & {
	/**
	The author's own number of the message; absent if the log was read from the host's output.
	*/
	readonly n?: number;
	/** The id of the recipient of a whisper. */
	readonly to?: string;
};

/**
The outcome of a typed line at the end of a run. `acked`: its process got an acknowledgement.
`kept`: the process was killed first, and the line is in its outbox on disk. `maybe`: the process
was killed, and it may have sent the line. `open`: the process runs, and has not reported anything.
*/
export type Outcome = 'acked' | 'kept' | 'maybe' | 'open';

export type Operation = {
	/** Unique in the run. */
	readonly text: string;
	/** The index of the author's process that got the line. */
	readonly process: number;
	outcome: Outcome;
	/** The seq in the log, according to the acknowledgement. */
	seq?: number;
};

/**
How a process ended. `unopened`: its first connection failed, which is not a fault. `died`: it ended
without being killed.
*/
export type Ending = 'running' | 'killed' | 'unopened' | 'died';

/** One process of a member. */
export type ProcessHistory = {
	readonly process: number;
	/** The id of the member, which decides which whispers the process is shown. */
	readonly memberId?: string;
	/**
	The seq from which the host promised to show the log; by default that of the first message.
	*/
	readonly first?: number;
	readonly seen: SeenMessage[];
	ending: Ending;
	/** Errors that the process printed, and why it died. */
	readonly errors: string[];
};

export type MemberHistory = {
	readonly name: string;
	/** In the order in which they were typed. */
	readonly operations: readonly Operation[];
	readonly processes: readonly ProcessHistory[];
};

export type History = {
	readonly members: readonly MemberHistory[];
	readonly log: readonly LoggedLine[];
	/** Ids of hostile peers, whose lines the history does not record. */
	readonly unrecorded?: ReadonlySet<string>;
};

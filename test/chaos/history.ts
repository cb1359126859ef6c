/**
What a run leaves behind for the checker: what each member typed and saw, and what the room's log
holds.
*/

/** One message as somebody saw it. */
export type Sight = {readonly seq: number; readonly id: string; readonly from: string; readonly text: string};

/** One message as the log holds it. `n` is missing where only the host's output shows the log. */
export type LoggedLine = Sight & {readonly n?: number};

/**
What became of a line that was typed. `acked`: its author's process reported that the log has it.
`kept`: the program was killed first, and left it in its outbox on disk. `maybe`: the program was
killed, and it may or may not have read the line. `open`: the program runs and has said nothing.
*/
export type Fate = 'acked' | 'kept' | 'maybe' | 'open';

export type Said = {
	/** Unlike any other line of the run. */
	readonly text: string;
	/** Which of the author's processes it was given to, from 0. */
	readonly process: number;
	fate: Fate;
	/** Where it is in the log, as the acknowledgement said. */
	seq?: number;
};

/**
`unopened`: its first connection failed, which is not a fault. `died`: it ended without being asked
to.
*/
export type Ending = 'running' | 'killed' | 'unopened' | 'died';

/** One life of a member. */
export type Incarnation = {
	readonly process: number;
	readonly seen: Sight[];
	ending: Ending;
	/** What it said that it should not have: errors, and why it died. */
	readonly complaints: string[];
};

export type MemberHistory = {
	readonly name: string;
	/** In typed order. */
	readonly said: readonly Said[];
	readonly incarnations: readonly Incarnation[];
};

export type History = {readonly members: readonly MemberHistory[]; readonly log: readonly LoggedLine[]};

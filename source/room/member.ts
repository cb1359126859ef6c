/**
Whether a member can be talked to now. `away`: the link was lost and the member may come back; `left`: the member said bye, or
has no session to come back to.
*/
export type MemberStatus = 'here' | 'away' | 'left';

/** One person or program in the room, as the others may know it. */
export type Member = {
	/** Public, and for a wire member derived one-way from its secret `sid`. */
	readonly id: string;
	/** Unique in the room, whatever its case. */
	readonly name: string;
	/** `address:port` of its end of the socket. */
	readonly address: string;
	readonly status: MemberStatus;
	/** When the status last changed, in milliseconds since the epoch. */
	readonly since: number;
	/** The round trip that it last measured, in milliseconds. */
	readonly rtt?: number;
	/** It is writing something. */
	readonly isTyping?: boolean;
};

/** Whom alone a message is for: the id tells who, the name what its author called them. */
export type Recipient = Pick<Member, 'id' | 'name'>;

/** Whether a round trip differs from the one before by what somebody would notice: not by each millisecond. */
export const hasRttChanged = (before: number | undefined, rtt: number | undefined): boolean =>
	before === undefined || rtt === undefined ? before !== rtt : Math.abs(rtt - before) > Math.max(5, before / 4);

/**
Whether a member is connected. `away`: its connection was lost, and it may come back. `left`: it
said bye, or has no session to come back to.
*/
export type MemberStatus = 'here' | 'away' | 'left';

/** A person or a program in the room, as all members may know it. */
export type Member = {
	/** Public. A client's id is derived one-way from its secret `sid`. */
	readonly id: string;
	/** Unique in the room, upper and lower case not distinguished. */
	readonly name: string;
	/** `address:port` of its end of the socket. */
	readonly address: string;
	readonly status: MemberStatus;
	/** When the status last changed, in milliseconds since the epoch. */
	readonly since: number;
	/** The round trip that the member last measured, in milliseconds. */
	readonly rtt?: number;
	readonly isTyping?: boolean;
	/** Whether it has ended its sending side: it says nothing more, and may still read. */
	readonly isHalfClosed?: boolean;
	/** Whether it has left because the host has removed it. */
	readonly isRemoved?: boolean;
};

/** The only reader of a private message. `name` is the name that its author knew. */
export type Recipient = Pick<Member, 'id' | 'name'>;

/** Returns whether a round trip differs from the one before by more than 5 ms and a quarter. */
export const hasRttChanged = (before: number | undefined, rtt: number | undefined): boolean =>
	before === undefined || rtt === undefined ? before !== rtt : Math.abs(rtt - before) > Math.max(5, before / 4);

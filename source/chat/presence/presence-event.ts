/** `half-closed`: a plain peer has ended its sending side. */
export type PeerEvent = 'joined' | 'left' | 'away' | 'back' | 'half-closed' | 'renamed';

/** A change of another member. */
export type PeerChange = {
	readonly event: PeerEvent;
	readonly id: string;
	readonly name: string;
	readonly address: string;
	readonly formerly?: string | undefined;
	/** The name of the host, if it has removed the member that left. */
	readonly removedBy?: string | undefined;
};

export type PresenceEvent =
	/** `isHeld`: people are told of it later, by `settled`, or not at all. */
	| ({readonly type: 'peer'; readonly isHeld?: boolean} & PeerChange)
	/** What is left to tell of the changes of members that were held. */
	| {readonly type: 'settled'; readonly changes: readonly PeerChange[]};

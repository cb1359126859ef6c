/** A fault on purpose: what the program does wrong on one connection, so that its user can look. */
export type Fault =
	/** Holds writes, then makes one send() of them. */
	| {readonly kind: 'glue'}
	/** Writes at most `bytes` at a time, 20 ms apart. */
	| {readonly kind: 'split'; readonly bytes: number}
	/** Waits for `time` milliseconds before each send(). */
	| {readonly kind: 'delay'; readonly time: number}
	/** Sends a FIN, and reads on. */
	| {readonly kind: 'half-close'}
	/** Sends a RST. */
	| {readonly kind: 'reset'}
	/** Closes at once, without a goodbye. */
	| {readonly kind: 'cut'}
	/** Reads nothing. */
	| {readonly kind: 'deaf'}
	/** Writes nothing, and reads on. */
	| {readonly kind: 'mute'}
	/** Flips one bit of the next TLS record. */
	| {readonly kind: 'flip'};

export type FaultKind = Fault['kind'];

/** A fault ends once more bytes than this wait for it. */
export const maximumHeld = 65_536;

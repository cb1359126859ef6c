/** Limits that both ends share: times in milliseconds, sizes in bytes, and counts. */

/** A client that has received nothing for this long pings. */
export const pingAfter = 5000;
/** A client that has received nothing for this long shows that an answer is overdue. */
export const silentAfter = 6000;
/**
A client that has received nothing for this long drops the connection and dials again. TCP alone
would take minutes to notice a dead connection.
*/
export const clientGivesUpAfter = 12_000;
/**
A host that has received nothing from a member for this long drops the connection: three pings.
*/
export const hostGivesUpAfter = 15_000;

/** From the first SYN to the connected socket. */
export const dialDeadline = 4000;
/** From the connected socket to the end of the TLS handshake, and from the hello to the welcome. */
export const handshakeDeadline = 5000;
/** From the accepted socket to the complete hello. */
export const helloDeadline = 5000;
/** From a frame's first byte to its last. */
export const frameDeadline = 10_000;

/**
A host with --plain takes a connection that is silent for this long as plain: clients speak first.
*/
export const plainAfter = 500;

/** The computer has slept if the clock moves by this much more than it should. */
export const sleepJump = 5000;
/** How often the clock is checked for sleep. */
export const sleepCheckEvery = 1000;

/**
A peer's cursor stops reading the log while its socket holds this many bytes: this bounds memory.
*/
export const backlogLimit = 65_536;
/** The host stops reading from a member while this many of its messages wait to be logged. */
export const waitingLimit = 1024;
/** A member that the host has not read from for this long is notified, so that it can show why. */
export const notifyPausedAfter = 1000;
/** The number of messages that a cursor reads at a time. */
export const pumpBatch = 256;
/** The number of old messages that a newcomer receives. It can request older ones. */
export const newcomerHistory = 500;

/** A member that is away for this long counts as having left. */
export const awayLimit = 10 * 60_000;
/** Caps the away list, so that a client inventing identities cannot grow it. */
export const maximumAway = 100;
/** The number of connections at a time. */
export const maximumConnections = 2048;
/** Connections that have not identified themselves. The oldest is closed to admit one more. */
export const maximumPending = 64;
/** Failed handshakes of one address within `failedHandshakesWithin`, after which it is refused. */
export const failedHandshakes = 10;
/** The period in which failed handshakes count. It slows down guessing of codes. */
export const failedHandshakesWithin = 60_000;
/** The number of members that a client accepts in a list, so that a host cannot fill its memory. */
export const maximumMembers = 2 * maximumConnections;
/**
Frames of one connection that are handled in one turn of the event loop, before the others' turn.
*/
export const framesPerTurn = 128;
/** Requests (ping, rename, older, typing) of one member that are answered at once … */
export const requestBurst = 50;
/** … and the number of further ones per second. */
export const requestsPerSecond = 10;

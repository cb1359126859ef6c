/** The link's deadlines and the room's bounds, in milliseconds, bytes and counts. Both ends share them; design §4 is their source. */

/** A join that has received nothing for this long pings. */
export const pingAfter = 5000;
/** A join that has received nothing for this long says so. */
export const silentAfter = 6000;
/** A join that has received nothing for this long gives the connection up. */
export const clientGivesUpAfter = 12_000;
/** A host that has received nothing from a member for this long drops the connection. */
export const hostGivesUpAfter = 15_000;

/** From the first SYN to the connected socket. */
export const dialDeadline = 4000;
/** From the connected socket to the welcome. */
export const handshakeDeadline = 5000;
/** From the accepted socket to the whole hello. */
export const helloDeadline = 5000;
/** From a frame's first byte to its last. */
export const frameDeadline = 10_000;

/** On a host that lets plain peers in, who has said nothing for this long is one: a join speaks at once. */
export const plainAfter = 500;

/** A clock that moves by this much more than it should tells that the computer slept. */
export const sleepJump = 5000;
/** How often the clock is looked at for that. */
export const sleepCheckEvery = 1000;

/** A peer's cursor reads on in the log while less than this waits in its socket. */
export const backlogLimit = 65_536;
/** Messages of one member that may be on their way into the log before no more are read from it. */
export const waitingLimit = 1024;
/** A member that was not read from for this long is told. */
export const notifyPausedAfter = 1000;
/** Messages that a cursor reads at a time. */
export const pumpBatch = 256;
/** Messages of the past that a newcomer is sent. */
export const newcomerHistory = 500;

/** A member that stays away this long has left. */
export const awayLimit = 10 * 60_000;
/** Members that are away and still shown; of more, those who have been away longest have left. */
export const maximumAway = 100;
/** Connections at a time. */
export const maximumConnections = 2048;
/** Connections that have not said who they are; of more, the oldest make way. */
export const maximumPending = 64;
/** Handshakes of one address that may fail within so many milliseconds before it has to wait. */
export const failedHandshakes = 10;
export const failedHandshakesWithin = 60_000;
/** Members that a join believes a host to have. */
export const maximumMembers = 2 * maximumConnections;
/** Frames of one member that are told in one turn before the others have theirs. */
export const framesPerTurn = 128;
/** Requests of one member (ping, rename, older, typing) that are answered at once, and how many more each second. */
export const requestBurst = 50;
export const requestsPerSecond = 10;

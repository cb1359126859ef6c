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
/** A client measures the round trip at least this often. */
export const measureEvery = 30_000;
/**
A host that has received nothing from a member for this long drops the connection: three pings.
*/
export const hostGivesUpAfter = 15_000;

/**
The time in which a name has to be looked up. A system whose first name server is dead asks the next
one after 5 or 10 s.
*/
export const lookupDeadline = 15_000;
/** The time from the first SYN to the connected socket, for each address of a name. */
export const dialDeadline = 4000;
/** The time from one address of a name to the next, if the first has not answered (RFC 8305 §5). */
export const nextAddressDelay = 250;
/**
The time from the connected socket to the end of the TLS handshake, and again from the hello to the
welcome, apart from what the bytes take at `minimumRate`.
*/
export const handshakeDeadline = 5000;
/**
The time from the accepted socket to the complete hello, apart from what `helloBytes` at most take
at `minimumRate`.
*/
export const helloDeadline = 5000;
/**
The time from a frame's first byte to its last, apart from what its bytes take at `minimumRate`.
*/
export const frameDeadline = 10_000;

/**
The bytes per second at which a peer may send what has a deadline: half of the slowest link that
works.
*/
export const minimumRate = 512;
/** The number of bytes of a handshake or a hello that put off its deadline. */
export const helloBytes = 4096;
/** The interval between two checks whether bytes of an incomplete TLS record have come. */
export const progressCheckEvery = 2500;

/**
A host with --plain treats a connection that has sent nothing for this long as plain: a client of
the chat sends its hello at once.
*/
export const plainDetectionDelay = 500;

/** A clock that moves by this much more than it should shows that the computer has slept. */
export const sleepJump = 5000;
/** The interval between two checks of the clock. */
export const sleepCheckEvery = 1000;

/**
The number of bytes in a socket's buffer from which on a peer's cursor stops reading the log: this
bounds memory.
*/
export const backlogLimit = 65_536;
/**
The number of a member's messages that the log has not committed, from which on the host stops
reading from that member: this bounds memory.
*/
export const maximumUncommitted = 512;
/**
A member that the host has not read from for this long is notified, so that it can show the reason.
*/
export const notifyPausedAfter = 1000;
/** The number of bytes that a cursor writes at a time, apart from a message that is longer. */
export const cursorBytes = 16_384;
/**
What may wait for the link to a member: for how long, in milliseconds, and at least so many bytes.
Pongs arrive in time then. `untimedMinimum`: for a peer that does not say when a ping has come.
*/
export const hostWindow = {time: 2000, minimum: 2048, untimedMinimum: 2048} as const;
/**
What may wait for the link to the host. More of it if the host does not say when a ping has come: a
ping whose pong waits for what comes down must not hold up what is typed.
*/
export const clientWindow = {time: 3000, minimum: 2048, untimedMinimum: 8192} as const;
/**
The number of bytes that may be on their way to any peer, whatever it says. A socket takes fewer.
*/
export const maximumWindow = 2 ** 26;
/**
The number of a member's requests for older messages that may wait for its link, from which on the
host stops reading from that member.
*/
export const maximumWaitingPages = 16;
/** The number of places that a search of a member finds. The member then searches on from there. */
export const maximumPlaces = 1000;
/** The number of messages that a cursor reads from the log at a time. */
export const cursorBatch = 256;
/** The number of old messages that a newcomer receives. It can request older ones. */
export const newcomerHistory = 500;

/** A member that is away for this long counts as having left. */
export const awayTimeout = 10 * 60_000;
/**
The number of `who` lines that a host writes each second, to all members together: the more members
there are, the longer the host gathers changes of them.
*/
export const presencePerSecond = 1000;
/** Up to this number of members, the host passes each change on at once. */
export const smallRoom = 16;
/** How long a changed round trip waits for another change of members, to be told with it. */
export const roundTripsEvery = 30_000;
/** Caps the away list, so that a client inventing identities cannot grow it. */
export const maximumAway = 100;
/** The number of connections at a time. */
export const maximumConnections = 2048;
/**
The number of connections that have not identified themselves. The oldest is closed to admit one
more.
*/
export const maximumPending = 64;
/**
The number of failed handshakes within `failedHandshakePeriod` after which the handshakes of a
network take turns, to slow down guessing of codes.
*/
export const maximumFailedHandshakes = 10;
/** In milliseconds. */
export const failedHandshakePeriod = 60_000;
/** The time from one handshake of such a network to the next. */
export const guessInterval = 100;
/**
The number of handshakes of such a network that wait for their turn: as many as have it before their
clients give up. More are refused.
*/
export const maximumWaitingGuesses = 32;
/** The number of members that a client accepts in a list, so that a host cannot fill its memory. */
export const maximumMembers = 2 * maximumConnections;
/**
The number of requests (ping, rename, older, search, typing) that a member may send at once. More
are answered at `requestsPerSecond`.
*/
export const requestBurst = 50;
/** The number of further requests of a member that are answered each second. */
export const requestsPerSecond = 10;

/** How long `close` waits for the other side to close too, in milliseconds. */
export const closeTimeout = 1000;

import type {LoggedMessage} from '../room/log.ts';
import type {MemberStatus, Recipient} from '../room/member.ts';
import type {Seen} from '../room/seen.ts';
import type {MessagePart} from '../text/message.ts';

/** The version of the wire protocol. */
export const wireVersion = 1;

/** The maximum length of a frame's line in bytes, without its LF. */
export const maximumFrameBytes = 65_536;

export type CloseCode =
	| 'bye'
	| 'bad-version'
	| 'bad-frame'
	| 'bad-utf8'
	| 'too-big'
	| 'slow-frame'
	| 'hello-timeout'
	| 'auth'
	| 'gap'
	| 'replaced'
	| 'in-use'
	| 'full'
	| 'locked'
	| 'kicked'
	| 'disk'
	| 'shutdown'
	| 'history-reset';

/** The public data of a member, as in a `who` frame. */
export type WireMember = {
	readonly id: string;
	readonly name: string;
	readonly address: string;
	readonly status: MemberStatus;
	/** Milliseconds since the status changed. Not a time, because two computers' clocks differ. */
	readonly for?: number;
	/** The member's last round-trip time, in milliseconds. */
	readonly rtt?: number;
	/** Whether the member is typing a message. */
	readonly typing?: boolean;
	/** Whether the member has ended its sending side. */
	readonly ended?: boolean;
	/** Whether the member has left because the host has removed it. */
	readonly removed?: boolean;
};

/** The first frame of a client. */
export type HelloFrame = {
	readonly type: 'hello';
	readonly v: number;
	/** The member's secret, 32 hex digits. The same sid resumes the same member. */
	readonly sid: string;
	/** The id of the history that `since` refers to. */
	readonly room?: string;
	/** The seq of the last place that the client has; 0 for a new member. */
	readonly since: number;
	/** The last message that the client has, to compare the histories. */
	readonly seen?: Seen;
	/** Identifies the run of the client's program, to tell a second copy of its files. */
	readonly run?: string;
	readonly name: string;
	/** Whether the client answers the host's pings. */
	readonly pong?: boolean;
};

/** The maximum length of the text of a search, in UTF-16 code units. */
export const maximumFindLength = 256;

/** Requests messages from before the seq `before`. */
export type OlderFrame = {
	readonly type: 'older';
	readonly before: number;
	readonly limit: number;
	/**
	Only the newest message is wanted that contains this text. A host that does not know the field
	answers with all messages.
	*/
	readonly find?: string;
};

/** Requests the places of all messages before a seq that contain a text. */
export type SearchFrame = {
	readonly type: 'search';
	/** The answers repeat it. */
	readonly k: number;
	readonly before: number;
	/** Empty: ends the search that runs. */
	readonly find: string;
};

/** An answer to a search. Several may follow one another. */
export type FoundFrame = {
	readonly type: 'found';
	readonly k: number;
	/** The log was searched from this seq on. */
	readonly from: number;
	/** The matches since the last answer, newest first. */
	readonly seqs: readonly number[];
	/** Set in the last answer. */
	readonly end?: boolean;
};

/** The answer to a client's `place`: the first message since that time, if there is one. */
export type PlaceFrame = {
	readonly type: 'place';
	readonly k: number;
	readonly seq?: number;
	/** When that message was said. */
	readonly ts?: number;
};

/** The answer to a ping. */
export type PongFrame = {
	readonly type: 'pong';
	readonly k: number;
	/**
	When the ping was handled, in milliseconds from some moment on. The differences tell how long a
	ping was under way, apart from its answer.
	*/
	readonly at?: number;
};

/** Frames that a client sends. */
export type ClientFrame =
	| HelloFrame
	/** Asks which room this is, before the hello says which member the client is. */
	| {readonly type: 'room'}
	| {readonly type: 'post'; readonly n: number; readonly text: string; readonly part?: MessagePart}
	/**
	A private message for one member. Not a field of `post`: a host that did not know the field
	would show the message to everyone.
	*/
	| {
			readonly type: 'whisper';
			readonly n: number;
			readonly to: Recipient;
			readonly text: string;
			readonly part?: MessagePart;
	  }
	| {readonly type: 'rename'; readonly name: string}
	| {readonly type: 'typing'; readonly on: boolean}
	| OlderFrame
	| SearchFrame
	/** Asks for the first message since a time. */
	| {readonly type: 'place'; readonly k: number; readonly ts: number}
	| {readonly type: 'ping'; readonly k: number; readonly rtt?: number}
	/** Answers a ping of the host, and all of its pings before that. */
	| PongFrame
	| {readonly type: 'bye'};

/** The host's answer to a hello. */
export type WelcomeFrame = {
	readonly type: 'welcome';
	readonly v: number;
	/** The id of the history. A reset gives the room a new one. */
	readonly room: string;
	/** The public id of the host. It stays the same when the history or the code changes. */
	readonly host?: string;
	/** The name of the room, for display. */
	readonly roomName?: string;
	readonly you: {readonly id: string; readonly name: string};
	/** The seq of the last message in the log. */
	readonly head: number;
	/** The seq of the first message that the host will send. */
	readonly first: number;
	/** The highest n that this member has used; its outcome is durable. */
	readonly got: number;
	/** The maximum sizes of a text and of a line, in bytes. */
	readonly limits: {readonly text: number; readonly line: number};
	/**
	In milliseconds: the silence after which a client sends a ping, and the silence after which the
	host closes the connection.
	*/
	readonly heartbeat: {readonly ping: number; readonly silent: number};
	/** Whether the room also lets plain text clients in, to whom messages go unencrypted. */
	readonly plain?: boolean;
	/** Whether the host answers `search` and `place`. */
	readonly search?: boolean;
	/** Set if the client has read another history of this room: it went back, or has forked. */
	readonly reset?: boolean;
};

/** Frames that a host sends. */
export type HostFrame =
	| WelcomeFrame
	/** The answer to a client's `room`, with the fields of the same name of the welcome. */
	| {readonly type: 'room'; readonly room: string; readonly host: string}
	| ({readonly type: 'msg'} & LoggedMessage)
	| {readonly type: 'nack'; readonly n: number; readonly code: string; readonly text: string}
	| {readonly type: 'skip'; readonly seq: number}
	| {readonly type: 'page'; readonly from: number; readonly messages: readonly LoggedMessage[]}
	| FoundFrame
	| PlaceFrame
	| {
			readonly type: 'who';
			readonly members: readonly WireMember[];
			/**
			Set if this is the whole list, which replaces the previous one. Otherwise the frame
			holds only the members that changed.
			*/
			readonly all?: boolean;
			/** Set on each part but the last of a whole list that needs more than one line. */
			readonly more?: boolean;
	  }
	| PongFrame
	/** Marks a place in what the host has sent. The pong shows that the client has come so far. */
	| {readonly type: 'ping'; readonly k: number}
	/** The room accepts this member's messages more slowly than they arrive, so they wait. */
	| {readonly type: 'paused'; readonly on: boolean}
	/** The room has a new code. */
	| {readonly type: 'code'; readonly code: string}
	| {readonly type: 'close'; readonly code: string; readonly text: string; readonly retry: boolean};

export type Frame = ClientFrame | HostFrame;

/**
The result of decoding a line that is not a valid frame. The receiver ignores an `unknown` type and
closes the connection after a `bad` line.
*/
export type IgnoredFrame = {readonly type: 'unknown'} | {readonly type: 'bad'};

/** Encodes a frame as one line, with its LF. */
export const encodeFrame = (frame: Frame): string => `${JSON.stringify(frame)}\n`;

import type {LoggedMessage} from '../room/log.ts';
import type {MemberStatus, Recipient} from '../room/member.ts';

/** The version of the wire that this program speaks. */
export const wireVersion = 1;

/** Bytes in one frame's line, its LF not counted. */
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
	| 'full'
	| 'locked'
	| 'kicked'
	| 'disk'
	| 'shutdown'
	| 'history-reset';

/** What the others may know of a member, as `who` carries it. */
export type WireMember = {
	readonly id: string;
	readonly name: string;
	readonly address: string;
	readonly status: MemberStatus;
	/** Milliseconds since the status changed. A span, because two computers' clocks differ. */
	readonly for?: number;
	/** The member's last round trip, in milliseconds. */
	readonly rtt?: number;
	/** The member is writing something. */
	readonly typing?: boolean;
};

/** The first frame of a client. */
export type HelloFrame = {
	readonly type: 'hello';
	readonly v: number;
	/** 32 hex digits; proves who is resuming. */
	readonly sid: string;
	/** The history that `since` counts in. */
	readonly room?: string;
	/** The last seq that the join has; 0 for a newcomer. */
	readonly since: number;
	readonly name: string;
};

/** Frames that a client sends. */
export type ClientFrame =
	| HelloFrame
	| {readonly type: 'post'; readonly n: number; readonly text: string}
	/**
	A post for one member alone. A type of its own: a host that did not know a field of `post` would
	show it to all.
	*/
	| {readonly type: 'whisper'; readonly n: number; readonly to: Recipient; readonly text: string}
	| {readonly type: 'rename'; readonly name: string}
	| {readonly type: 'typing'; readonly on: boolean}
	| {readonly type: 'older'; readonly before: number; readonly limit: number}
	| {readonly type: 'ping'; readonly k: number; readonly rtt?: number}
	| {readonly type: 'bye'};

/** The host's answer to a hello. */
export type WelcomeFrame = {
	readonly type: 'welcome';
	readonly v: number;
	/** Names the history; another one has another id. */
	readonly room: string;
	/** What people call the room. */
	readonly roomName?: string;
	readonly you: {readonly id: string; readonly name: string};
	/** The seq of the last message in the log. */
	readonly head: number;
	/** The seq of the first message that will be sent. */
	readonly first: number;
	/** The highest n of this member that is durable. */
	readonly got: number;
	/** Bytes. */
	readonly limits: {readonly text: number; readonly line: number};
	/**
	Milliseconds: after how long without a byte a join pings, and a host gives a silent member up.
	*/
	readonly heartbeat: {readonly ping: number; readonly silent: number};
};

/** Frames that a host sends. */
export type HostFrame =
	| WelcomeFrame
	| ({readonly type: 'msg'} & LoggedMessage)
	| {readonly type: 'nack'; readonly n: number; readonly code: string; readonly text: string}
	| {readonly type: 'skip'; readonly seq: number}
	| {readonly type: 'page'; readonly from: number; readonly messages: readonly LoggedMessage[]}
	| {
			readonly type: 'who';
			readonly members: readonly WireMember[];
			/**
			Set on the whole list, which replaces what was told before; without it these members
			have changed.
			*/
			readonly all?: boolean;
			/** Set on each part of a whole list but the last, when it needs more than one line. */
			readonly more?: boolean;
	  }
	| {readonly type: 'pong'; readonly k: number}
	/** The room takes this member's messages more slowly than they come: they wait on their way. */
	| {readonly type: 'paused'; readonly on: boolean}
	/** The room has another code from now on. */
	| {readonly type: 'code'; readonly code: string}
	| {readonly type: 'close'; readonly code: string; readonly text: string; readonly retry: boolean};

export type Frame = ClientFrame | HostFrame;

/**
A line that is no frame of the kind asked for: `unknown` types are to be ignored, `bad` ones end the
connection.
*/
export type IgnoredFrame = {readonly type: 'unknown'} | {readonly type: 'bad'};

/** A frame as one line with its LF. */
export const encodeFrame = (frame: Frame): string => `${JSON.stringify(frame)}\n`;

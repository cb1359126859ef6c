import type {Clock} from '../net/clock.ts';
import {Host} from '../net/host/host.ts';
import {createSocketLog, type LogSocketCall} from '../net/socket-log.ts';
import type {OnConnection} from '../net/recording/connection-tap.ts';
import type {OpenConnection} from '../net/faults/open-connection.ts';
import {createTlsUpgrader, type TlsUpgrader} from '../net/tls-psk.ts';
import {createSid, deriveMemberId} from '../room/identity.ts';
import type {DurableBatch} from '../room/log.ts';
import type {Member} from '../room/member.ts';
import type {OpenedRoom} from '../room/opened-room.ts';
import {Room} from '../room/room.ts';
import type {MemberChange} from '../room/roster.ts';
import {createCode} from '../text/room-code.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import {CodeRotation} from './code-rotation.ts';
import {describeUnread} from './members.ts';

/**
With `once`, a plain peer that has ended its side counts as gone after this time without a message
to it, in milliseconds.
*/
const onceHalfOpenLimit = 5000;
/** Without `once`, after this time. */
const halfOpenLimit = 60_000;

export type HostAssemblyOptions = {
	/** The room's name. */
	readonly name: string;
	/** Whether plain peers may enter. */
	readonly plain: boolean;
	/** Whether the chat ends when the last peer has left. */
	readonly once: boolean;
	/** How lines to a plain peer end. Default: as the peer's own lines do. */
	readonly lineEnd: LineEnd | undefined;
	/** The number of members that may be connected at a time. */
	readonly maximumConnections?: number;
	readonly clock: Clock;
	readonly randomBytes: (size: number) => Uint8Array;
	/** Derives the key of a room with this code. */
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/** Default: TLS with the room's key. */
	readonly createUpgrader?: (getKey: () => Uint8Array | undefined) => TlsUpgrader;
	/** Default: a plain `Room`. */
	readonly createRoom?: (options: ConstructorParameters<typeof Room>[0]) => Room;
	readonly onSocketCall: LogSocketCall;
	/** Default: connections that nothing breaks on purpose. */
	readonly openConnection?: OpenConnection | undefined;
	/** Called with each accepted connection. */
	readonly onConnection?: OnConnection;
	readonly onMemberChange?: (change: MemberChange) => void;
	/** Called with all members when some have changed. */
	readonly onMembers?: (members: readonly Member[]) => void;
	/** Tells the user that something is not as it should be. `code`: for scripts. */
	readonly warn?: (code: string, text: string) => void;
	readonly onDurable: (batch: DurableBatch) => void;
	/** Called once if the log fails, with the system's error code or `damaged`. */
	readonly onLogFailure: (code: string) => void;
};

/** A room with its host, not yet listening. */
export type AssembledHost = {
	readonly room: Room;
	readonly host: Host;
	/** The id of the host's own member. */
	readonly hostId: string;
	readonly codeRotation: CodeRotation;
};

/**
Connects a room that is open, its code and its host. `HostChat`, the simulation and the fuzz tests
all use this function, so they run the same wiring.
*/
export const assembleHost = (
	{log, sid, code, saveCode}: Pick<OpenedRoom, 'log' | 'sid' | 'code' | 'saveCode'>,
	{
		name,
		plain,
		once,
		lineEnd,
		maximumConnections,
		clock,
		randomBytes,
		deriveKey,
		createUpgrader = createTlsUpgrader,
		createRoom = options => new Room(options),
		onSocketCall,
		openConnection,
		onConnection,
		onMemberChange,
		onMembers,
		warn,
		onDurable,
		onLogFailure,
	}: HostAssemblyOptions,
): AssembledHost => {
	const hostId = deriveMemberId(sid);
	const room = createRoom({name, log, now: clock.now, isPlain: plain});
	if (onMemberChange) {
		room.onMemberChange(onMemberChange);
	}

	const codeRotation = new CodeRotation({
		code,
		createCode: () => createCode(randomBytes),
		deriveKey,
		save: saveCode,
	});
	const host = new Host({
		room,
		hostId,
		tlsUpgrader: createUpgrader(codeRotation.getKey),
		...(maximumConnections !== undefined && {maximumConnections}),
		plain,
		onMembers,
		onUnread(unread) {
			warn?.('unread', describeUnread(unread));
		},
		lineEnd,
		halfOpenLimit: once ? onceHalfOpenLimit : halfOpenLimit,
		clock,
		createId: () => deriveMemberId(createSid(randomBytes)),
		log: createSocketLog(onSocketCall, onConnection),
		openConnection,
	});
	log.onDurable(onDurable);
	log.onFailure(onLogFailure);
	return {room, host, hostId, codeRotation};
};

/** The options of a hosted and of a joined chat, and the functions of the system that they need. */
import type {Endpoint} from '../net/address.ts';
import type {RoomFacts} from '../room/identity.ts';
import type {OpenedIdentity} from '../room/opened-identity.ts';
import type {OpenedRoom} from '../room/opened-room.ts';
import type {LineEnd} from '../wire/plain-text.ts';
import type {ChatBaseOptions} from './chat-base.ts';
import type {ReachabilitySources} from './invitation/invitation.ts';
import type {ListenSources} from './listening/listen-on-more.ts';
import type {ListenOptions} from './listening/listen-on-names.ts';

export type HostChatOptions = ListenOptions & {
	/** The host's own name, where it has not had one in this room before. */
	readonly name: string;
	/** Whether the user has chosen that name: then it counts in any case. */
	readonly isNameChosen?: boolean;
	readonly room: string;
	/** The name that is announced beside the tag. Default: none. */
	readonly announce?: string | undefined;
	/** Whether connections may be broken on purpose. */
	readonly lab?: boolean;
	/** Whether plain peers may enter. */
	readonly plain: boolean;
	/** Whether the chat ends when the last peer has left. */
	readonly once: boolean;
	/** The chat ends when a peer sends exactly this word. */
	readonly stopOn: string | undefined;
	/** How lines to a plain peer end. Default: as the peer's own lines do. */
	readonly lineEnd: LineEnd | undefined;
};

export type HostDependencies = ChatBaseOptions &
	ReachabilitySources &
	Pick<ListenSources, 'names'> & {
		/** How others start the program to join. Default: as it is installed. */
		readonly joinCommand?: string | undefined;
		readonly randomBytes: (size: number) => Uint8Array;
		/** The number of members that may be connected at a time. */
		readonly maximumConnections: number;
		/** Derives the key of a room with this code. */
		readonly deriveKey: (code: string) => Promise<Uint8Array>;
		/** Rejects with an error whose message is a sentence. */
		readonly openRoom: () => Promise<OpenedRoom>;
	};

export type JoinChatOptions = {
	/** The name to ask for. */
	readonly name: string;
	readonly endpoint: Endpoint;
	/**
	The room's code. Undefined in a plain session, which is not encrypted. Else, without a code the
	chat ends once it has found out that a room is there.
	*/
	readonly code: string | undefined;
	/** The codes to try if the room refuses `code`, in order. */
	readonly otherCodes?: readonly string[] | undefined;
	readonly plain: boolean;
	/** Whether the connection may be broken on purpose. */
	readonly lab?: boolean;
	/** Whether the chat ends when the first attempt to connect fails. */
	readonly isImpatient: boolean;
	/** How a plain line ends. Default: as the other side's lines do. */
	readonly lineEnd: LineEnd | undefined;
};

/** A room that the client is in. */
export type ReachedRoom = {
	readonly code: string;
	readonly facts: RoomFacts | undefined;
	/** Each `address:port` that leads to it, the one that was dialled first. */
	readonly addresses: readonly string[];
};

export type JoinDependencies = ChatBaseOptions & {
	/** How others start the program to join. Default: as it is installed. */
	readonly joinCommand?: string | undefined;
	/** Returns a number from 0 up to, but not including, 1. */
	readonly random: () => number;
	/** In a plain session: resolves with more addresses of this computer to try. Default: none. */
	readonly findMore?: (() => Promise<readonly string[]>) | undefined;
	/** Derives the key of a room with this code. */
	readonly deriveKey: (code: string) => Promise<Uint8Array>;
	/**
	Saves what is known of the room, so that the next run need not ask for its code. Called when the
	room has admitted the client, and when the host has changed the code.
	*/
	readonly saveRoom: (room: ReachedRoom) => void;
	/** Called when the room has refused the code. */
	readonly onWrongCode: () => void;
	/**
	Looks at other addresses for a room that no longer answers. Returns the function that stops.
	*/
	readonly followRoom: (
		room: {readonly history: string; readonly code: string; readonly endpoint: Endpoint},
		onFound: (endpoint: Endpoint) => void,
	) => () => void;
	/**
	Opens the client's identity. Rejects with an error whose message is a sentence.

	@param onFailure Called with a sentence when messages can no longer be saved on disk.
	*/
	readonly openIdentity: (onFailure: (reason: string) => void) => Promise<OpenedIdentity>;
};

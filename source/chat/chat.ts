import type {PendingMessage} from '../net/client/link-types.ts';
import type {LogQueries} from '../room/log.ts';
import type {Recipient} from '../room/member.ts';
import type {Leaving} from './commands/closing.ts';
import type {Command, SubmitResult} from './commands/types.ts';
import type {TimedEvent} from './events.ts';
import type {LogReader} from './own-log/own-log.ts';
import type {ChatState} from './state.ts';
import type {Xray} from './xray/xray.ts';

/** One chat, hosted or joined: the interface for the screen and for line mode. */
export type Chat = LogQueries & {
	/** The recorded calls of the chat's sockets, and what the kernel reports of them. */
	readonly xray: Xray;
	readonly getState: () => ChatState;
	/** Calls `listener` after each change of the state. Returns the function that unsubscribes. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Calls `listener` with the events of each turn. Returns the function that unsubscribes. */
	readonly onEvents: (listener: (events: readonly TimedEvent[]) => void) => () => void;
	/** Starts to listen or to dial. Until then nothing happens, so nothing is missed. */
	readonly start: () => void;
	/**
	Sends the text as it is. A text too long for one message becomes several. `to`: the only member
	who gets it.
	*/
	readonly send: (text: string, to?: Recipient) => void;
	/**
	Runs a line as a person types it: `bye`, a slash command, or text. `extra`: commands of the
	place where it was typed. `requestLeave`: called in place of `leave` if the line asks to leave.
	*/
	readonly submit: (line: string, extra?: readonly Command[], requestLeave?: () => void) => SubmitResult;
	/** Notifies the room whether the user is writing. Other members may see it. */
	readonly setTyping: (isTyping: boolean) => void;
	/**
	Requests messages from before the first one in the history, if there are any. They arrive as a
	change of the state.
	*/
	readonly loadOlder: () => void;
	/**
	Loads the messages around `seq`, in place of what was loaded so before. Resolves with false if
	they cannot be read.
	*/
	readonly showAround: (seq: number) => Promise<boolean>;
	/**
	Loads messages into the gap: those that follow what is above it, or precede what is below it.
	*/
	readonly fillGap: (place: 'above' | 'below') => void;
	/** Says whether the user reads older messages than the newest. */
	readonly setReadingBack: (isReadingBack: boolean) => void;
	/** Opens the log of the room that this process hosts; undefined at a client. */
	readonly openLogReader: () => LogReader | undefined;
	/** Returns the user's messages that are not acknowledged. */
	readonly getPending: () => readonly PendingMessage[];
	/**
	Leaves what the room sends unread until `resumeReading`, so that it waits at the host. A host
	cannot: it goes on.
	*/
	readonly pauseReading: () => void;
	readonly resumeReading: () => void;
	/** Tells the user that something is not as it should be. `code`: for scripts. */
	readonly warn: (code: string, text: string) => void;
	/** Ends the wait for the next attempt. */
	readonly retry: () => void;
	/**
	Ends the chat as `bye` does: once the files that it is saved to are finished, or at the second
	call.
	*/
	readonly leave: () => void;
	/** What a leave waits for, and whether it was asked for. */
	readonly leaving: Leaving;
	/**
	Call at the end of the user's input. A client closes once all messages are acknowledged or
	refused; a host goes on.
	*/
	readonly endInput: () => void;
	/**
	Ends the chat in any state; a host first notifies its members. Resolves when the sockets are
	closed.
	*/
	readonly close: () => Promise<void>;
};

/** Searches the room's log for the screen, and loads places far back. */
export type HistoryReader = LogQueries & Pick<Chat, 'showAround' | 'fillGap' | 'setReadingBack'>;

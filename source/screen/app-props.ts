import type {Command, SubmitResult} from '../chat/commands/types.ts';
import type {HistoryReader} from '../chat/chat.ts';
import type {ChatState} from '../chat/state.ts';
import type {Xray} from '../chat/xray/xray.ts';
import type {Copy} from './bars/use-banner.ts';
import type {ScreenActions} from './screen-commands.ts';
import type {CompletePath} from './composer/use-completion.ts';
import type {Preferences} from './use-preferences.ts';

export type AppProps = {
	readonly preferences?: Preferences;
	readonly state: ChatState;
	/** Returns the newest state, which may not be drawn yet. */
	readonly getState: () => ChatState;
	/**
	Called with each line that is entered. If it is refused, the draft stays, with the reason above
	it until the next key. `requestLeave`: call it if the line asks to leave.
	*/
	readonly onSubmit: (line: string, extra: readonly Command[], requestLeave: () => void) => SubmitResult;
	/** Called when the user begins to write and when they stop. */
	readonly onTyping?: (isTyping: boolean) => void;
	/** Called for every key. */
	readonly onKey?: () => void;
	/**
	Called on Enter with an empty draft while the chat waits for its next attempt to connect, or has
	ended.
	*/
	readonly onRetry: () => void;
	/** Called when the user leaves, and has said yes if that was asked. */
	readonly onLeave: () => void;
	/** Called when the first loaded message is in view and older ones may exist. */
	readonly onOlder?: () => void;
	/** Reads the room's log beyond what is loaded. */
	readonly reader?: HistoryReader;
	/** The recorded calls of the chat's sockets. Without it, F5 shows nothing. */
	readonly xray?: Xray;
	/** Copies to the terminal's clipboard. */
	readonly clipboard?: {readonly copy: Copy} | undefined;
	/** Writes the conversation to a file. */
	readonly onSave?: ScreenActions['save'];
	/** Lists the completions of a path. */
	readonly completePath?: CompletePath;
	/**
	Called with another address to connect to, while a client's room does not answer.
	Without it, F4 does nothing.
	*/
	readonly onAddress?: (address: string) => SubmitResult;
};

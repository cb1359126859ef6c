/** The types of slash commands: a command, what it may do, and its result. */
import type {InvitationActions} from '../invitation/format-invitation.ts';
import type {Member, Recipient} from '../../room/member.ts';

/**
The result of a line that was submitted. A line that was not accepted stays in the composer, and
`text` says why.
*/
export type SubmitResult = {readonly ok: true} | {readonly ok: false; readonly text: string};

/** What was saved to a file, or why nothing was. */
export type SaveReport = {
	readonly text: string;
	/** Whether the file has all that it was to have. */
	readonly isComplete: boolean;
};

export type SaveResult =
	{readonly ok: true; readonly done: Promise<SaveReport>} | {readonly ok: false; readonly text: string};

/** Called while the messages to save are fetched, with the number that are and that of all. */
export type OnSaveProgress = (fetched: number, all: number) => void;

/** The conditions on which a command can be used. */
export type CommandConditions = {
	readonly isHost: boolean;
	/** Whether the chat was started with --lab. */
	readonly isLab: boolean;
	/** Whether the chat has not ended. */
	readonly canSend: boolean;
	/** Whether members have names and get private messages, as in all but plain sessions. */
	readonly hasNames: boolean;
	/** Whether a client is not connected. */
	readonly isWaiting: boolean;
};

/** What a command may do in the chat. */
export type Actions = {
	readonly conditions: CommandConditions;
	/** Sends a text to everybody, or to one member only. Refused once the chat has ended. */
	readonly send: (text: string, to?: Recipient) => SubmitResult;
	/**
	The members that a private message can go to; undefined where there are no private messages.
	*/
	readonly members: readonly Member[] | undefined;
	readonly myId: string | undefined;
	readonly rename: (name: string) => SubmitResult;
	readonly leave: () => void;
	readonly retry: () => void;
	/** Undefined until the room is open. */
	readonly invitation?: InvitationActions | undefined;
	/** Shows the members with their addresses. */
	readonly who: () => void;
	/** Shows a line to this user only. */
	readonly notify: (text: string) => void;
	/** Breaks a connection on purpose, as the argument of `/break` says. Set with --lab only. */
	readonly breakConnection?: ((argument: string) => SubmitResult) | undefined;
	/** Set if the user is the host. */
	readonly host?: HostActions | undefined;
};

/** What a host may do in its room. */
export type HostActions = {
	/** Ends the member's connection and changes the code, so that the member cannot come back. */
	readonly kick: (name: string) => SubmitResult;
	readonly showCode: () => void;
	readonly newCode: () => void;
	/** Refuses newcomers, or accepts them again. */
	readonly lock: (isLocked: boolean) => void;
	/** Lets somebody into a locked room who waits for it. */
	readonly let: (name: string) => SubmitResult;
};

/**
What Tab completes an argument to: a file's path, a member's name, `all` or a member's name, or one
of these words.
*/
export type ArgumentKind = 'file' | 'member' | 'newcomer' | 'connection' | readonly string[];

/** Where lines are typed that may be commands, besides `--commands`. */
export type Place = 'screen' | 'linear';

/** A command as the list, the help and completion show it. */
export type CommandInfo = {
	readonly name: string;
	/** Other names, above all those of other chats, the best known first. */
	readonly aliases?: readonly string[];
	/**
	Names of other chats for something alike, but not the same: they are not run, and the sentence
	about an unknown command suggests this one.
	*/
	readonly alike?: readonly string[];
	/** What follows the name, as the help shows it. */
	readonly argument?: string;
	readonly argumentKind?: ArgumentKind;
	/** Whether what follows the name may have several lines. */
	readonly takesLines?: true;
	/**
	What it does, on one line. Where that does not fit, the list shows what is before the first
	comma, colon or semicolon: at most 28 columns.
	*/
	readonly help: string;
	/** The places that have the command. Default: all, also `--commands`. */
	readonly places?: readonly Place[];
	/** The condition on which the command is listed. */
	readonly needs?: ReadonlyArray<keyof CommandConditions>;
	/** What is different with `--linear`. */
	readonly linear?: {readonly argument: string; readonly help: string};
};

/** Does what a command says. */
export type RunCommand = (actions: Actions, argument: string) => SubmitResult;

export type Command = CommandInfo & {readonly run: RunCommand};

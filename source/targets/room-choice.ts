import type {JoinTarget} from './join-target.ts';

/** A room that a client can join, and the label that it is listed under. */
export type RoomChoice = {
	readonly label: string;
	readonly target: JoinTarget;
	/** Whether the label holds a name that the network claims, in quotation marks. */
	readonly hasClaim?: boolean;
};

/** Returns what the quotation marks in the labels mean, or undefined if there are none. */
export const explainClaims = (choices: readonly RoomChoice[]): string | undefined =>
	choices.some(({hasClaim}) => hasClaim) ? 'Names in “ ” are what hosts call themselves, unproven.' : undefined;

/** Finds the rooms that a client can join. */
export type RoomFinder = {
	/**
	The target that the command line or this computer's only room determines; undefined where the
	user has to choose.
	*/
	readonly first: JoinTarget | undefined;
	/** Resolves an address as the user types it. Finding its code may take a moment. */
	readonly resolve: (
		address: string,
	) => {readonly ok: true; readonly target: Promise<JoinTarget>} | {readonly ok: false; readonly text: string};
	/**
	Calls back with the rooms, at once and after each change. Returns the function that stops. Keeps
	its identity.
	*/
	readonly watch: (onChoices: (choices: readonly RoomChoice[]) => void) => () => void;
};

import type {Fault} from '../../net/faults/fault.ts';

/** A fault that is on. */
export type ActiveFault = {
	readonly fault: Fault;
	/** Whose connection is broken: a member's name at a host, else the other end's address. */
	readonly target: string;
	/** When it ends by itself, in milliseconds since the epoch. */
	readonly until: number;
};

/** The state of the laboratory that the screen shows. */
export type LabState = {
	readonly active?: ActiveFault | undefined;
};

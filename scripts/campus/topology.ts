/**
A campus as its file describes it: one thing a line, `#` begins a comment. The addresses are not in
the file: `planCampus` computes them.
*/
import type {Network} from './network/address.ts';

export type Lan = {
	readonly name: string;
	/** How many hosts need an address. */
	readonly hosts: number;
	readonly router: string;
	/** Whether its router hides its hosts behind the router's own address. */
	readonly isTranslated: boolean;
	readonly line: number;
};

/** A cable between two routers. */
export type Link = {
	readonly one: string;
	readonly other: string;
	readonly cost: number;
	readonly line: number;
};

/** A computer that is really there; most hosts of a LAN are only counted. */
export type Host = {readonly name: string; readonly lan: string; readonly line: number};

/** The provider's network, behind one router. */
export type Outside = {readonly network: Network; readonly router: string};

/** How a router treats a packet that it denies. */
export const refusals = ['prohibited', 'drop', 'reset'] as const;
export type Refusal = (typeof refusals)[number];

/** A firewall's rule: packets from here to there are refused. Ends are LANs, hosts or `outside`. */
export type Denial = {readonly from: string; readonly to: string; readonly refusal: Refusal};

export type Topology = {
	readonly pool: Network & {readonly line: number};
	readonly routers: readonly string[];
	readonly lans: readonly Lan[];
	readonly links: readonly Link[];
	readonly hosts: readonly Host[];
	readonly outside: Outside | undefined;
	readonly denials: readonly Denial[];
};

/** A mistake in a topology file. `line` counts from 1. */
export class TopologyError extends Error {
	readonly line: number;

	constructor(line: number, message: string) {
		super(message);
		this.name = 'TopologyError';
		this.line = line;
	}
}

/** The name of the provider's computer. */
export const outsideName = 'outside';

export const isRefusal = (word: string): word is Refusal => (refusals as readonly string[]).includes(word);

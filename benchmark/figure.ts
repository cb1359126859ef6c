/** What a row of the benchmark says. */

export type Unit = 'ms' | 'µs' | 'deliveries/s' | 'MB' | 'kB' | 'bytes' | '% of a core' | 'packages' | 's' | '';

/** What the same costs elsewhere, in the figure's unit. */
export type Comparison = {readonly name: string; readonly value: number};

/** What a figure must reach, and whether it did. */
export type Goal = {
	readonly text: string;
	readonly isMet: boolean;
};

export type Figure = {
	readonly what: string;
	readonly unit: Unit;
	/** Of socket-chat, or of the machine itself where the figure is its limit. */
	readonly value: number;
	readonly against?: readonly Comparison[];
	/** Undefined: it is there to be compared with. */
	readonly goal?: Goal;
};

/** Part of the benchmark that can be run alone. */
export type Row = {
	readonly name: string;
	/** What is measured and how, in a sentence or two. */
	readonly how: string;
	readonly measure: (settings: Settings) => Promise<readonly Figure[]>;
	/** Why the target is missed, as the last profile of the program showed. */
	readonly reason?: string;
};

export type Settings = {
	/** How often each thing is measured. */
	readonly rounds: number;
	/** How long what takes its time is watched, in seconds. */
	readonly seconds: number;
	/** Says what is skipped. */
	readonly say: (sentence: string) => void;
};

export const atMost = (value: number, limit: number, text: string): Goal => ({text, isMet: value <= limit});

export const atLeast = (value: number, limit: number, text: string): Goal => ({text, isMet: value >= limit});

/** Those of the comparisons that were measured. */
export const comparisons = (values: Readonly<Record<string, number | undefined>>): Comparison[] =>
	Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{name, value}]));

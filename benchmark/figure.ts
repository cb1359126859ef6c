/** The figures that a row of the benchmark reports. */

export type Unit = 'ms' | 'µs' | 'deliveries/s' | 'MB' | 'kB' | 'bytes' | '% of a core' | 'packages' | 's' | '';

/** The same cost in another program, in the figure's unit. */
export type Comparison = {readonly name: string; readonly value: number};

/** The limit that a figure must reach, and whether it did. */
export type Goal = {
	readonly text: string;
	readonly isMet: boolean;
};

export type Figure = {
	readonly what: string;
	readonly unit: Unit;
	/** Measured for socket-chat, or for the machine itself if the figure is its limit. */
	readonly value: number;
	readonly against?: readonly Comparison[];
	/** Undefined: the figure is for comparison only. */
	readonly goal?: Goal;
};

/** A part of the benchmark that can run alone. */
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
	/** How long the long measurements last, in seconds. */
	readonly seconds: number;
	/** Reports what is skipped. */
	readonly report: (sentence: string) => void;
};

export const atMost = (value: number, limit: number, text: string): Goal => ({text, isMet: value <= limit});

export const atLeast = (value: number, limit: number, text: string): Goal => ({text, isMet: value >= limit});

/** Returns the comparisons that were measured. */
export const comparisons = (values: Readonly<Record<string, number | undefined>>): Comparison[] =>
	Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{name, value}]));

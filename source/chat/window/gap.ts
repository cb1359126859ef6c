/** Messages of the room's log that are not loaded, between those above and those below. */
export type Gap = {
	readonly kind: 'gap';
	/** Another one than before once the messages below `from` are loaded. */
	readonly key: string;
	/** The time of the message above. */
	readonly at: number;
	/** The seqs of the first and the last of them. */
	readonly from: number;
	readonly to: number;
};

/** An item of the history, as far as it matters here. */
export type Item = {readonly kind: string; readonly at: number; readonly seq?: number; readonly text?: string};

/** The part of a chat's state that says what is loaded. */
export type Loaded<Each> = {readonly history: readonly Each[]; readonly oldestSeq: number | undefined};

type Split<Each> = {
	/** The messages around a place far back. */
	readonly window: readonly Each[];
	readonly gap: Gap | undefined;
	/** All newer items. */
	readonly main: readonly Each[];
};

export const isGap = (item: Item): item is Gap => item.kind === 'gap';

/** Splits the history at its gap. Without one, all of it is `main`. */
export const splitAtGap = <Each extends Item>(history: readonly Each[]): Split<Each> => {
	const index = history.findIndex(item => isGap(item));
	const gap: Item | undefined = history[index];
	return gap && isGap(gap)
		? {window: history.slice(0, index), gap, main: history.slice(index + 1)}
		: {window: [], gap: undefined, main: history};
};

/** Returns the history with its gap, which goes if nothing is missing. */
export const joinAtGap = <Each extends Item>({window, gap, main}: Split<Each>): ReadonlyArray<Each | Gap> =>
	gap && gap.from <= gap.to ? [...window, gap, ...main] : [...window, ...main];

/** Returns the seq from which on all newer messages are loaded. */
export const findMainSeq = ({history, oldestSeq}: Loaded<Item>): number | undefined => {
	const {gap} = splitAtGap(history);
	return gap ? gap.to + 1 : oldestSeq;
};

/** Returns whether the message with this seq is loaded, if there is one for this user. */
export const isLoadedAt = ({history, oldestSeq = 1}: Loaded<Item>, seq: number): boolean => {
	const {gap} = splitAtGap(history);
	return seq >= oldestSeq && !(gap && seq >= gap.from && seq <= gap.to);
};

/** Returns whether all is loaded that was said. */
export const isWhole = ({history, oldestSeq = 1}: Loaded<Item>): boolean =>
	oldestSeq <= 1 && !history.some(item => isGap(item));

/** Returns what is left without what is loaded around a place far back. */
export const dropWindow = <Each extends Item>({history, oldestSeq}: Loaded<Each>): Loaded<Each> => {
	const {gap, main} = splitAtGap(history);
	return gap ? {history: main, oldestSeq: gap.to + 1} : {history, oldestSeq};
};

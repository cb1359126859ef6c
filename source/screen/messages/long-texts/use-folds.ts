import {useEffect, useRef} from 'react';
import {sliceView, type RowSource, type Scroll} from '../../layout/scroll.ts';
import type {Scroller} from '../../layout/use-scroll.ts';
import type {LatestState} from '../../primitives/use-latest-state.ts';

/** Opens and folds long messages. */

export type FoldSource = RowSource & {
	/** Whether a long message is folded; undefined if the item is short. */
	readonly getFold: (index: number) => 'folded' | 'open' | undefined;
	/** Returns the indexes of all parts of an item's text, in order. */
	readonly listParts: (index: number) => readonly number[];
};

export type Folds = {
	/**
	Opens the long message at an index of the source, or folds it, with the other parts of its text.
	False if it is a short one.
	*/
	readonly toggle: (index: number) => boolean;
	/**
	Does so with the newest folded message in view, or else with the newest long one. False if none
	is in view.
	*/
	readonly toggleInView: () => boolean;
	/** What `toggleInView` does; undefined if no long message is in view. */
	readonly action: 'open' | 'fold' | undefined;
};

type Drawn = {
	readonly source: FoldSource;
	/** The number of visible rows. */
	readonly rows: number;
	/** Returns the source as it is while other messages are opened. */
	readonly createSource: (opened: ReadonlySet<string>) => FoldSource;
};

type Options = {
	/** The keys of the messages that the user has opened. */
	readonly opened: LatestState<ReadonlySet<string>>;
	readonly scroller: Pick<Scroller, 'scroll' | 'current' | 'keep'>;
	readonly drawn: Drawn;
};

const findInView = ({source, rows}: Drawn, scroll: Scroll): number | undefined => {
	const long = sliceView(source, scroll, rows)
		.map(({index}) => index)
		.filter(index => source.getFold(index) !== undefined);
	return long.findLast(index => source.getFold(index) === 'folded') ?? long.at(-1);
};

export const useFolds = ({opened, scroller, drawn}: Options): Folds => {
	/** Several keys may come before the next render. */
	const newest = useRef(drawn);
	useEffect(() => {
		newest.current = drawn;
	});

	const toggle = (index: number): boolean => {
		const {source, rows, createSource} = newest.current;
		const fold = source.getFold(index);
		if (!fold) {
			return false;
		}

		const next = new Set(opened.current());
		const parts = source.listParts(index);
		for (const part of parts) {
			if (fold === 'folded') {
				next.add(source.getKey(part));
			} else {
				next.delete(source.getKey(part));
			}
		}

		const after = createSource(next);
		scroller.keep(source, after, rows, parts[0] ?? index);
		newest.current = {...newest.current, source: after};
		opened.set(next);
		return true;
	};

	const inView = findInView(drawn, scroller.scroll);
	return {
		toggle,
		toggleInView() {
			const index = findInView(newest.current, scroller.current());
			return index !== undefined && toggle(index);
		},
		action: inView === undefined ? undefined : drawn.source.getFold(inView) === 'folded' ? 'open' : 'fold',
	};
};

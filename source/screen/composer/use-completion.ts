import {useCallback, useRef, useState} from 'react';
import {completed, completionsOf, pathIn, type Completable, type Completion} from './completion.ts';
import {cursorOf, type Draft} from './draft.ts';
import type {Composer} from './use-composer.ts';

type Round = {
	readonly completion: Completion;
	readonly index: number;
	/** The draft before the first Tab, and as the last one has left it. */
	readonly before: string;
	readonly after: string;
};

/** A path that the disk is asked about. */
type Wish = {
	readonly draft: Draft;
	readonly typed: string;
	readonly start: number;
	/** Tab, forth or back, and what was pressed of it since. */
	readonly steps: Array<1 | -1>;
};

/** What a path that is being typed can become: names, in the place of what was typed from there on. */
export type CompletePath = (typed: string) => Promise<{readonly from: number; readonly names: readonly string[]}>;

type Parts = {
	readonly composer: Composer;
	readonly completable: () => Completable;
	readonly completePath?: CompletePath | undefined;
};

export type Completer = {
	/** What Tab has to offer, while it goes round. */
	readonly choices: readonly string[];
	/** Which of them stands in the draft. */
	readonly chosen: number;
	readonly next: (delta: 1 | -1) => void;
	/** Another key was pressed. */
	readonly end: () => void;
};

/** Tab after Tab goes round the choices. */
export const useCompletion = ({composer, completable, completePath}: Parts): Completer => {
	const newest = useRef<Round>(undefined);
	const [round, setRound] = useState<Round>();
	const wish = useRef<Wish>(undefined);
	const isReading = useRef(false);
	const set = useCallback((next: Round | undefined) => {
		newest.current = next;
		setRound(next);
	}, []);
	const end = useCallback(() => {
		wish.current = undefined;
		if (newest.current) {
			set(undefined);
		}
	}, [set]);

	/** `index`: which choice stands in the draft; before the first comes the last. */
	const show = (completion: Completion, before: string, index: number) => {
		const {choices, end: at} = completion;
		const chosen = ((index % choices.length) + choices.length) % choices.length;
		const draft = completed({text: before, at}, completion, choices[chosen] ?? '');
		composer.edit({type: 'replace', ...draft});
		set({completion, index: chosen, before, after: draft.text});
	};

	/**
	Reads one folder at a time, the newest wish next: on a network's disk that hangs, a reading holds one of the few threads that the
	room's own disk needs, and it must not take them all.
	*/
	const read = async (complete: CompletePath) => {
		if (isReading.current) {
			return;
		}

		isReading.current = true;
		while (wish.current) {
			const {current} = wish;
			// eslint-disable-next-line no-await-in-loop
			const {from, names} = await complete(current.typed);
			const isWanted = wish.current === current && composer.current() === current.draft;
			if (wish.current === current) {
				wish.current = undefined;
			}

			if (isWanted && names.length > 0) {
				const completion = {start: current.start + from, end: cursorOf(current.draft), choices: names};
				const [first, ...others] = current.steps;
				show(completion, current.draft.text, first === 1 ? 0 : -1);
				for (const delta of others) {
					next(delta);
				}
			}
		}

		isReading.current = false;
	};

	const next = (delta: 1 | -1) => {
		const draft = composer.current();
		const known = newest.current?.after === draft.text ? newest.current : undefined;
		// With one choice there is no round: what follows it is completed.
		if (known && known.completion.choices.length > 1) {
			show(known.completion, known.before, known.index + delta);
			return;
		}

		const path = completePath && pathIn(draft, completable().commands);
		if (!path) {
			const completion = completionsOf(draft, completable());
			if (completion) {
				show(completion, draft.text, delta === 1 ? 0 : -1);
			}
		} else if (wish.current?.draft === draft) {
			wish.current.steps.push(delta);
		} else {
			wish.current = {...path, draft, steps: [delta]};
			void read(completePath);
		}
	};

	return {choices: round?.completion.choices ?? [], chosen: round?.index ?? 0, next, end};
};

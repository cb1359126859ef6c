import {useCallback, useRef, useState} from 'react';
import {
	applyCompletion,
	findCompletion,
	findPathArgument,
	type CompletionSource,
	type Completion,
} from './completion.ts';
import {findCursor, type Draft} from './draft.ts';
import type {ComposerState} from './use-composer.ts';

type CompletionCycle = {
	readonly completion: Completion;
	readonly index: number;
	/** The text before the first Tab, and after the last one. */
	readonly before: string;
	readonly after: string;
};

/** A path whose completions are being read from the disk. */
type PathRequest = {
	readonly draft: Draft;
	readonly typed: string;
	readonly start: number;
	/** The first Tab and those pressed since: forward (1) or back (-1). */
	readonly steps: Array<1 | -1>;
};

/**
Lists the completions of a typed path: the names that can replace it from the offset `from` on.
*/
export type CompletePath = (typed: string) => Promise<{readonly from: number; readonly names: readonly string[]}>;

type Options = {
	readonly composer: ComposerState;
	readonly getSource: () => CompletionSource;
	readonly completePath?: CompletePath | undefined;
};

export type Completer = {
	/** The choices of the current completion; empty if there is none. */
	readonly choices: readonly string[];
	/** The index of the choice that is in the draft. */
	readonly chosen: number;
	readonly next: (delta: 1 | -1) => void;
	/** Ends the completion. Call for every key but Tab. */
	readonly end: () => void;
};

/** Completes on Tab. Each further Tab takes the next choice, and the first again after the last. */
export const useCompletion = ({composer, getSource, completePath}: Options): Completer => {
	const newest = useRef<CompletionCycle>(undefined);
	const [cycle, setCycle] = useState<CompletionCycle>();
	const request = useRef<PathRequest>(undefined);
	const isReading = useRef(false);
	const set = useCallback((next: CompletionCycle | undefined) => {
		newest.current = next;
		setCycle(next);
	}, []);
	const end = useCallback(() => {
		request.current = undefined;
		if (newest.current) {
			set(undefined);
		}
	}, [set]);

	/** Puts a choice into the draft. An index beyond either end wraps around. */
	const show = (completion: Completion, before: string, index: number) => {
		const {choices, end: at} = completion;
		const chosen = ((index % choices.length) + choices.length) % choices.length;
		const draft = applyCompletion({text: before, at}, completion, choices[chosen] ?? '');
		composer.edit({type: 'replace', ...draft});
		set({completion, index: chosen, before, after: draft.text});
	};

	/**
	Reads one folder at a time, and then only the newest request. A read from a network drive that
	hangs holds one of the few threads of the pool, and the room needs threads for its own files.
	*/
	const read = async (complete: CompletePath) => {
		if (isReading.current) {
			return;
		}

		isReading.current = true;
		while (request.current) {
			const {current} = request;
			// eslint-disable-next-line no-await-in-loop
			const {from, names} = await complete(current.typed);
			const isWanted = request.current === current && composer.current() === current.draft;
			if (request.current === current) {
				request.current = undefined;
			}

			if (isWanted && names.length > 0) {
				const completion = {start: current.start + from, end: findCursor(current.draft), choices: names};
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
		// A single choice has nothing to cycle through, so Tab completes what follows it.
		if (known && known.completion.choices.length > 1) {
			show(known.completion, known.before, known.index + delta);
			return;
		}

		const path = completePath && findPathArgument(draft, getSource().commands);
		if (!path) {
			const completion = findCompletion(draft, getSource());
			if (completion) {
				show(completion, draft.text, delta === 1 ? 0 : -1);
			}
		} else if (request.current?.draft === draft) {
			request.current.steps.push(delta);
		} else {
			request.current = {...path, draft, steps: [delta]};
			void read(completePath);
		}
	};

	return {choices: cycle?.completion.choices ?? [], chosen: cycle?.index ?? 0, next, end};
};

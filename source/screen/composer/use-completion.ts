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
	/** The draft before the first Tab, and as the last one has left it. */
	readonly before: string;
	readonly after: string;
};

/** A path that the disk is asked about. */
type PathRequest = {
	readonly draft: Draft;
	readonly typed: string;
	readonly start: number;
	/** Tab, forth or back, and what was pressed of it since. */
	readonly steps: Array<1 | -1>;
};

/** What a path that is being typed can become: names, in the place of what was typed from there on. */
export type CompletePath = (typed: string) => Promise<{readonly from: number; readonly names: readonly string[]}>;

type Options = {
	readonly composer: ComposerState;
	readonly getSource: () => CompletionSource;
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

	/** `index`: which choice stands in the draft; before the first comes the last. */
	const show = (completion: Completion, before: string, index: number) => {
		const {choices, end: at} = completion;
		const chosen = ((index % choices.length) + choices.length) % choices.length;
		const draft = applyCompletion({text: before, at}, completion, choices[chosen] ?? '');
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
		// With one choice there is no round: what follows it is completed.
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

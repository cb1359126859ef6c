import {useCallback, useRef, useState} from 'react';
import {completed, completionsOf, type Completable, type Completion} from './completion.ts';
import type {Composer} from './use-composer.ts';

type Round = {
	readonly completion: Completion;
	readonly index: number;
	/** The draft before the first Tab, and as the last one has left it. */
	readonly before: string;
	readonly after: string;
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
export const useCompletion = (composer: Composer, completable: () => Completable): Completer => {
	const newest = useRef<Round>(undefined);
	const [round, setRound] = useState<Round>();
	const set = useCallback((next: Round | undefined) => {
		newest.current = next;
		setRound(next);
	}, []);
	const end = useCallback(() => {
		if (newest.current) {
			set(undefined);
		}
	}, [set]);
	const next = (delta: 1 | -1) => {
		const draft = composer.current();
		const known = newest.current?.after === draft.text ? newest.current : undefined;
		const completion = known?.completion ?? completionsOf(draft, completable());
		if (!completion) {
			return;
		}

		const {choices} = completion;
		const index = known ? (known.index + delta + choices.length) % choices.length : delta === 1 ? 0 : choices.length - 1;
		const before = known?.before ?? draft.text;
		const {text, at} = completed({text: before, at: completion.end}, completion, choices[index] ?? '');
		composer.edit({type: 'replace', text, at});
		set({completion, index, before, after: text});
	};

	return {choices: round?.completion.choices ?? [], chosen: round?.index ?? 0, next, end};
};

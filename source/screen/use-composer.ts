import {useCallback, useRef, useState} from 'react';
import {emptyDraft, reduceDraft, type Draft, type DraftAction} from './composer-state.ts';

export type Composer = {
	readonly draft: Draft;
	/** The newest draft, also between a key and the next render: several keys may come in one read. */
	readonly current: () => Draft;
	readonly edit: (action: DraftAction) => void;
};

/** Keeps the draft outside React's render, so that each key works on what the key before it has left. */
export const useComposer = (): Composer => {
	const newest = useRef(emptyDraft);
	const [draft, setDraft] = useState(emptyDraft);
	const current = useCallback(() => newest.current, []);
	const edit = useCallback((action: DraftAction) => {
		newest.current = reduceDraft(newest.current, action);
		setDraft(newest.current);
	}, []);
	return {draft, current, edit};
};

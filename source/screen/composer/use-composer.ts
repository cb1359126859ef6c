import {useCallback, useRef, useState} from 'react';
import type {Draft} from './draft.ts';
import type {EditorAction} from '../terminal/edit-actions.ts';
import {emptyEditor, reduceEditor} from './editor.ts';

export type ComposerState = {
	readonly draft: Draft;
	/** The newest draft, also between a key and the next render: several keys may come in one read. */
	readonly current: () => Draft;
	readonly edit: (action: EditorAction) => void;
};

/** Keeps the draft outside React's render, so that each key works on what the key before it has left. */
export const useComposer = (): ComposerState => {
	const newest = useRef(emptyEditor);
	const [draft, setDraft] = useState(emptyEditor.draft);
	const current = useCallback(() => newest.current.draft, []);
	const edit = useCallback((action: EditorAction) => {
		newest.current = reduceEditor(newest.current, action);
		setDraft(newest.current.draft);
	}, []);
	return {draft, current, edit};
};

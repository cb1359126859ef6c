import {useCallback, useRef, useState} from 'react';
import type {EditorAction} from '../terminal/edit-actions.ts';
import type {Draft} from './draft.ts';
import {emptyEditor, reduceEditor} from './editor.ts';

export type ComposerState = {
	readonly draft: Draft;
	/**
	Returns the newest draft, also between a key and the next render: one read may hold several
	keys.
	*/
	readonly current: () => Draft;
	readonly edit: (action: EditorAction) => void;
};

/**
Keeps the newest draft in a ref as well as in state, so that each key works on the result of the key
before it.
*/
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

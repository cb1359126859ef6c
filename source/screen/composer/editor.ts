import type {DraftAction, EditorAction} from '../terminal/edit-actions.ts';
import {findCursor, emptyDraft, reduceDraft, type Draft} from './draft.ts';

/** The draft with undo, a kill buffer, and the history of sent drafts. Pure. */

export type Editor = {
	readonly draft: Draft;
	/** The text that was cut last, by one key or by several in a row. */
	readonly killed: string;
	/** The drafts that undo returns to, the newest last. */
	readonly past: readonly Draft[];
	/** The drafts that were sent, the newest last. */
	readonly sent: readonly string[];
	/** Which of `sent` is shown, and the unsent draft to return to. */
	readonly shown: {readonly index: number; readonly unsent: Draft} | undefined;
	readonly last: EditorAction['type'] | undefined;
};

const maximumPast = 200;
const maximumSent = 500;

export const emptyEditor: Editor = {
	draft: emptyDraft,
	killed: '',
	past: [],
	sent: [],
	shown: undefined,
	last: undefined,
};

const kills = new Map<EditorAction['type'], 'left' | 'right'>([
	['delete-word-left', 'left'],
	['delete-to-start', 'left'],
	['delete-word-right', 'right'],
	['delete-to-end', 'right'],
]);

/** Returns the new kill buffer. A cut right after another one is joined to it. */
const updateKilled = ({draft, killed, last}: Editor, after: Draft, type: EditorAction['type']): string => {
	const side = kills.get(type);
	if (!side || after.text === draft.text) {
		return killed;
	}

	const size = draft.text.length - after.text.length;
	const start = side === 'left' ? findCursor(draft) - size : findCursor(draft);
	const cut = draft.text.slice(start, start + size);
	if (last === undefined || !kills.has(last)) {
		return cut;
	}

	return side === 'left' ? cut + killed : killed + cut;
};

/**
Whether an insertion belongs to the same undo step as the one before: letters up to the next space
do.
*/
const isOneStep = ({last}: Editor, action: EditorAction): boolean =>
	action.type === 'insert' && last === 'insert' && action.text.length <= 2 && !/\s/.test(action.text);

const edit = (editor: Editor, action: DraftAction): Editor => {
	const draft = reduceDraft(editor.draft, action);
	if (draft.text === editor.draft.text) {
		return {...editor, draft, last: action.type};
	}

	return {
		...editor,
		draft,
		killed: updateKilled(editor, draft, action.type),
		past: isOneStep(editor, action) ? editor.past : [...editor.past.slice(1 - maximumPast), editor.draft],
		last: action.type,
	};
};

const show = (editor: Editor, index: number): Editor => {
	const {sent, shown, draft} = editor;
	const unsent = shown?.unsent ?? draft;
	if (index >= sent.length) {
		return {...editor, draft: unsent, shown: undefined, past: [], last: 'history-forward'};
	}

	const text = sent[index] ?? '';
	return {...editor, draft: {text, at: text.length}, shown: {index, unsent}, past: [], last: 'history-back'};
};

export const reduceEditor = (editor: Editor, action: EditorAction): Editor => {
	const {sent, shown, past, killed} = editor;
	switch (action.type) {
		case 'yank': {
			return killed === '' ? editor : {...edit(editor, {type: 'insert', text: killed}), last: 'yank'};
		}

		case 'undo': {
			const before = past.at(-1);
			return before ? {...editor, draft: before, past: past.slice(0, -1), last: 'undo'} : editor;
		}

		case 'history-back': {
			const index = (shown?.index ?? sent.length) - 1;
			return index < 0 ? editor : show(editor, index);
		}

		case 'history-forward': {
			return shown ? show(editor, shown.index + 1) : editor;
		}

		case 'sent': {
			const isNew = action.text !== sent.at(-1);
			return {...emptyEditor, killed, sent: isNew ? [...sent.slice(1 - maximumSent), action.text] : sent};
		}

		default: {
			return edit(editor, action);
		}
	}
};

/** Returns true if an action would change the draft or move the cursor in it. */
export const canChange = (draft: Draft, action: EditorAction): boolean => {
	const after = reduceEditor({...emptyEditor, draft}, action).draft;
	return after.text !== draft.text || after.at !== draft.at;
};

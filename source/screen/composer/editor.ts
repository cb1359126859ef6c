import type {DraftAction, EditorAction} from '../terminal/edit-actions.ts';
import {findCursor, emptyDraft, reduceDraft, type Draft} from './draft.ts';

/**
The draft with undo, a kill buffer, and the history of sent drafts. Pure. As in a shell, a line of
the history that was edited stays so, with its own undo, until something is sent.
*/

/** A draft and the drafts that undo returns to, the newest last. */
type Line = {
	readonly draft: Draft;
	readonly past: readonly Draft[];
};

export type SentDraft = Pick<Draft, 'text' | 'hasPastedSlashes'>;

export type Editor = {
	readonly draft: Draft;
	/** The text that was cut last, by one key or by several in a row. */
	readonly killed: string;
	/** The drafts that undo returns to, the newest last. */
	readonly past: readonly Draft[];
	/** The drafts that were sent, the newest last. */
	readonly sent: readonly SentDraft[];
	/** Which of `sent` is shown; its length for the draft that was never sent. */
	readonly index: number;
	/** The edited lines that are not shown, by their index. */
	readonly edited: ReadonlyMap<number, Line>;
	readonly last: EditorAction['type'] | undefined;
};

const maximumPast = 200;
const maximumSent = 500;

export const emptyEditor: Editor = {
	draft: emptyDraft,
	killed: '',
	past: [],
	sent: [],
	index: 0,
	edited: new Map(),
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

/**
Returns whether the slashes at the start of the new text were pasted. Edits elsewhere do not change
that.
*/
const arePastedSlashes = ({draft}: Editor, action: DraftAction, {text, at}: Draft): boolean =>
	text.startsWith('/') &&
	(draft.hasPastedSlashes === true || (action.type === 'paste' && findCursor(draft) === 0 && at > 0));

const edit = (editor: Editor, action: DraftAction): Editor => {
	const after = reduceDraft(editor.draft, action);
	const draft = arePastedSlashes(editor, action, after) ? {...after, hasPastedSlashes: true} : after;
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

/** Returns the edited lines with the shown one. A sent draft that is as it was needs no place. */
const rememberLine = ({draft, past, sent, index, edited}: Editor): ReadonlyMap<number, Line> => {
	const lines = new Map(edited);
	lines.delete(index);
	const isEdited = draft.text !== '' && draft.text !== sent[index]?.text;
	return isEdited || index === sent.length ? lines.set(index, {draft, past}) : lines;
};

const recallLine = ({sent}: Editor, index: number): Line => {
	const {text = '', hasPastedSlashes} = sent[index] ?? {};
	return {draft: {text, at: text.length, ...(hasPastedSlashes && {hasPastedSlashes})}, past: []};
};

const showLine = (editor: Editor, index: number): Editor => {
	if (index < 0 || index > editor.sent.length || index === editor.index) {
		return editor;
	}

	const edited = rememberLine(editor);
	const last = index < editor.index ? 'history-back' : 'history-forward';
	return {...editor, ...(edited.get(index) ?? recallLine(editor, index)), index, edited, last};
};

const addSent = (editor: Editor, text: string): readonly SentDraft[] => {
	const {sent, draft} = editor;
	const last = sent.at(-1);
	const added = {text, ...(draft.hasPastedSlashes && draft.text === text && {hasPastedSlashes: true})};
	return last?.text === text && last.hasPastedSlashes === added.hasPastedSlashes
		? sent
		: [...sent.slice(1 - maximumSent), added];
};

export const reduceEditor = (editor: Editor, action: EditorAction): Editor => {
	const {past, killed, index} = editor;
	switch (action.type) {
		case 'yank': {
			return killed === '' ? editor : {...edit(editor, {type: 'insert', text: killed}), last: 'yank'};
		}

		case 'undo': {
			const before = past.at(-1);
			return before ? {...editor, draft: before, past: past.slice(0, -1), last: 'undo'} : editor;
		}

		case 'history-back': {
			return showLine(editor, index - 1);
		}

		case 'history-forward': {
			return showLine(editor, index + 1);
		}

		case 'sent': {
			const sent = addSent(editor, action.text);
			return {...emptyEditor, killed, sent, index: sent.length};
		}

		default: {
			return edit(editor, action);
		}
	}
};

const apply = (draft: Draft, action: EditorAction): Draft => reduceEditor({...emptyEditor, draft}, action).draft;

/** Returns true if an action would change the text of the draft. */
export const canChangeText = (draft: Draft, action: EditorAction): boolean => apply(draft, action).text !== draft.text;

/** Returns true if an action would change the draft or move the cursor in it. */
export const canChange = (draft: Draft, action: EditorAction): boolean => {
	const after = apply(draft, action);
	return after.text !== draft.text || after.at !== draft.at;
};

import type {Key} from 'ink';
import type {EditorAction} from './edit-actions.ts';

/** What a key does, independent of the terminal and of which of several keys was pressed. */
export type KeyPress =
	| {readonly type: 'edit'; readonly action: EditorAction}
	| {
			readonly type:
				| 'interrupt'
				| 'escape'
				| 'complete'
				| 'complete-back'
				| 'row-up'
				| 'row-down'
				| 'page-up'
				| 'page-down'
				| 'top'
				| 'bottom'
				| 'end'
				| 'find'
				| 'invite'
				| 'redraw'
				| 'suspend'
				/** Ctrl+X: with the next key it is one. */
				| 'prefix'
				| 'f1'
				| 'f2'
				| 'f3'
				| 'f4'
				| 'f5'
				| 'f6'
				| 'f7'
				| 'f8';
	  }
	| {
			readonly type: 'submit';
			/** Its read has text behind an Enter: lines that were pasted. */
			readonly isBurst?: true;
	  }
	| {
			readonly type: 'up' | 'down';
			/**
			One of several arrows that came together: the wheel, which many terminals turn into
			arrows, or keys that a slow link has bunched.
			*/
			readonly isBurst?: true;
	  };

const edit = (type: Exclude<EditorAction['type'], 'insert' | 'paste' | 'move-to' | 'replace' | 'sent'>): KeyPress => ({
	type: 'edit',
	action: {type},
});

const controls = new Map<string, KeyPress>([
	['\r', {type: 'submit'}],
	['\t', {type: 'complete'}],
	['\n', edit('newline')],
	['\u{1}', edit('home')],
	['\u{2}', edit('left')],
	['\u{3}', {type: 'interrupt'}],
	['\u{4}', edit('delete-right')],
	['\u{5}', edit('end')],
	['\u{6}', edit('right')],
	['\u{7}', {type: 'invite'}],
	['\u{8}', edit('delete-left')],
	['\u{B}', edit('delete-to-end')],
	['\u{C}', {type: 'redraw'}],
	['\u{E}', {type: 'down'}],
	['\u{10}', {type: 'up'}],
	['\u{12}', {type: 'find'}],
	['\u{13}', {type: 'find'}],
	['\u{14}', edit('transpose')],
	['\u{15}', edit('delete-to-start')],
	['\u{17}', edit('delete-word-left')],
	['\u{18}', {type: 'prefix'}],
	['\u{19}', edit('yank')],
	['\u{1A}', {type: 'suspend'}],
	['\u{1F}', edit('undo')],
	['\u{7F}', edit('delete-left')],
]);

/** The characters that have a meaning with Alt. Any other is read as Escape and itself. */
const chords = new Map<string, KeyPress>([
	['b', edit('word-left')],
	['f', edit('word-right')],
	['d', edit('delete-word-right')],
]);

const altBackspace = edit('delete-word-left');

/** Returns true for a key that was decoded from Alt and a letter or Backspace. */
export const isChord = (press: KeyPress): boolean => press === altBackspace || [...chords.values()].includes(press);

const isControl = (character: string): boolean => /^\p{Cc}$/u.test(character);

/**
Decodes a string that Ink received in one read: each control character in it is a key, the rest is
text.
*/
const decodeText = (input: string): readonly KeyPress[] => {
	const presses: KeyPress[] = [];
	const isBurst = /\r[\s\p{Cc}]*[^\s\p{Cc}]/u.test(input);
	let text = '';
	const flush = () => {
		if (text !== '') {
			presses.push({type: 'edit', action: {type: 'insert', text}});
			text = '';
		}
	};

	for (const character of input) {
		if (!isControl(character)) {
			text += character;
			continue;
		}

		flush();
		const press = controls.get(character);
		if (press) {
			presses.push(isBurst && press.type === 'submit' ? {...press, isBurst} : press);
		}
	}

	flush();
	return presses;
};

const isByWord = (key: Key): boolean => key.ctrl || key.meta;

const decodeNamed = (key: Key): KeyPress | undefined => {
	if (key.return) {
		return key.meta || key.shift ? edit('newline') : {type: 'submit'};
	}

	if (key.backspace) {
		return edit(key.ctrl ? 'delete-word-left' : 'delete-left');
	}

	if (key.delete) {
		return edit(isByWord(key) ? 'delete-word-right' : 'delete-right');
	}

	if (key.leftArrow) {
		return edit(isByWord(key) ? 'word-left' : 'left');
	}

	if (key.rightArrow) {
		return edit(isByWord(key) ? 'word-right' : 'right');
	}

	if (key.home) {
		return key.ctrl ? {type: 'top'} : edit('home');
	}

	if (key.end) {
		return {type: key.ctrl ? 'bottom' : 'end'};
	}

	if (key.pageUp || key.pageDown) {
		return {type: key.pageUp ? 'page-up' : 'page-down'};
	}

	if (key.tab) {
		return {type: key.shift ? 'complete-back' : 'complete'};
	}

	if (key.shift && (key.upArrow || key.downArrow)) {
		return {type: key.upArrow ? 'row-up' : 'row-down'};
	}

	if (key.upArrow || key.downArrow) {
		return {type: key.upArrow ? 'up' : 'down'};
	}

	return key.escape ? {type: 'escape'} : undefined;
};

/**
Returns the keys, in order, that a call of `useInput` stands for. Unknown keys are left out. Alt and
a letter or Backspace may be Escape and that key, which terminals send in the same way: `hasMeaning`
decides.
*/
export const decodeKeys = (
	input: string,
	key: Key,
	hasMeaning: (chord: KeyPress) => boolean = () => true,
): readonly KeyPress[] => {
	if (key.eventType === 'release') {
		return [];
	}

	if (key.backspace && key.meta) {
		return hasMeaning(altBackspace) ? [altBackspace] : [{type: 'escape'}, edit('delete-left')];
	}

	const named = decodeNamed(key);
	if (named) {
		return [named];
	}

	if (key.ctrl) {
		if (input === '_') {
			return [edit('undo')];
		}

		return /^[a-z]$/.test(input) ? decodeText(String.fromCodePoint((input.codePointAt(0) ?? 0) % 32)) : [];
	}

	if (key.meta) {
		const chord = chords.get(input);
		return chord && hasMeaning(chord) ? [chord] : [{type: 'escape'}, ...decodeText(input)];
	}

	return decodeText(input);
};

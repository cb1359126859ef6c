import {useRef} from 'react';
import {usePaste} from 'ink';
import type {RowSource, Scroller} from '../hooks/use-scroll.ts';
import {viewDraft, moveByRow} from './composer-view.ts';
import type {KeyPress} from './keys.ts';
import type {Attention} from './use-attention.ts';
import type {Completer} from './use-completion.ts';
import type {Finder} from './use-find.ts';
import type {Composer} from './use-composer.ts';
import {useKeys} from './use-keys.ts';

export type Outcome = {readonly ok: true} | {readonly ok: false; readonly text: string};

/** A pane that Page Up scrolls. */
export type Scrolled = {
	readonly scroller: Scroller;
	readonly source: RowSource;
	readonly rows: number;
};

export type Commands = {
	readonly composer: Composer;
	readonly completer: Completer;
	readonly draftColumns: number;
	/** What the keys for scrolling move. */
	readonly scrolled: Scrolled | undefined;
	/** The user scrolls. */
	readonly onScroll: (delta: number) => void;
	/** The prompt for an address has the keys. */
	readonly isPrompting: boolean;
	/** The sentence that refuses what was asked for; nothing, with the next key. */
	readonly onRefusal: (text: string | undefined) => void;
	readonly onSend: (text: string) => Outcome;
	/** Enter with nothing written. */
	readonly onNothing: () => void;
	readonly onLeave: () => void;
	readonly onNextView: () => void;
	readonly onPrompt: (isOpen: boolean) => void;
	/** The overlay that shows what the keys do. */
	readonly isHelping: boolean;
	readonly onHelp: (isOpen: boolean) => void;
	readonly onRedraw: () => void;
	readonly onSuspend: () => void;
	readonly finder: Finder;
	readonly attention: Attention;
};

/** A draft that is longer than this, in lines or in characters, may be a paste that went wrong: it takes a second Enter. */
const manyLines = 8;
const manyCharacters = 4000;

/** What each key does. */
export const useCommands = ({
	composer,
	completer,
	draftColumns,
	scrolled,
	onScroll,
	isPrompting,
	onRefusal,
	onSend,
	onNothing,
	onLeave,
	onNextView,
	onPrompt,
	isHelping,
	onHelp,
	onRedraw,
	onSuspend,
	finder,
	attention,
}: Commands) => {
	/** The long draft that the user was asked about. */
	const asked = useRef<string>(undefined);
	/** Arrows in this turn: a wheel sends several at once, a finger does not. */
	const arrows = useRef(0);

	const scroll = (delta: number) => {
		onScroll(delta);
		scrolled?.scroller.by(scrolled.source, scrolled.rows, delta);
	};

	const submit = () => {
		const {text} = composer.current();
		if (text.trim() === '') {
			onNothing();
			return;
		}

		const lines = text.split('\n').length;
		if ((lines > manyLines || text.length > manyCharacters) && asked.current !== text) {
			asked.current = text;
			onRefusal(`This is ${lines} lines, ${text.length} characters. Enter sends it, Ctrl+C clears it.`);
			return;
		}

		const outcome = onSend(text);
		if (outcome.ok) {
			composer.edit({type: 'sent', text});
		} else {
			onRefusal(outcome.text);
		}
	};

	/** Terminals send a mouse's wheel as arrows, several at once: the first has gone to the history, and goes back. */
	const turnWheel = (delta: -1 | 1) => {
		if (arrows.current === 2) {
			composer.edit({type: delta === -1 ? 'history-forward' : 'history-back'});
			scroll(delta);
		}

		scroll(delta);
	};

	/** Within the draft; beyond its first and last row to what was sent before. */
	const move = (delta: -1 | 1) => {
		const offset = moveByRow(viewDraft(composer.current(), draftColumns), delta);
		if (offset !== undefined) {
			composer.edit({type: 'move-to', offset});
			return;
		}

		if (arrows.current === 0) {
			setImmediate(() => {
				arrows.current = 0;
			});
		}

		arrows.current++;
		if (arrows.current > 1) {
			turnWheel(delta);
		} else {
			composer.edit({type: delta === -1 ? 'history-back' : 'history-forward'});
		}
	};

	const toEnd = () => {
		if (scrolled?.scroller.isScrolled()) {
			scrolled.scroller.toBottom();
		} else {
			composer.edit({type: 'end'});
		}
	};

	const interrupt = () => {
		if (composer.current().text === '') {
			onLeave();
		} else {
			composer.edit({type: 'clear'});
		}
	};

	const page = Math.max(1, (scrolled?.rows ?? 0) - 1);
	const actions: Readonly<Record<Exclude<KeyPress['type'], 'edit'>, () => void>> = {
		submit,
		interrupt,
		escape: finder.end,
		complete() {
			if (composer.current().text === '') {
				onNextView();
			} else {
				completer.next(1);
			}
		},
		'complete-back'() {
			completer.next(-1);
		},
		'row-up'() {
			scroll(-1);
		},
		'row-down'() {
			scroll(1);
		},
		top() {
			scrolled?.scroller.toTop(scrolled.source, scrolled.rows);
		},
		bottom() {
			scrolled?.scroller.toBottom();
		},
		find() {
			if (finder.found) {
				finder.move(-1);
			} else {
				composer.edit({type: 'replace', text: '/find ', at: 6});
			}
		},
		redraw: onRedraw,
		suspend: onSuspend,
		f1() {
			onHelp(true);
		},
		f3() {
			onNextView();
		},
		up() {
			if (finder.found) {
				finder.move(-1);
			} else {
				move(-1);
			}
		},
		down() {
			if (finder.found) {
				finder.move(1);
			} else {
				move(1);
			}
		},
		'page-up'() {
			scroll(-page);
		},
		'page-down'() {
			scroll(page);
		},
		end: toEnd,
		f2: onNextView,
		f4() {
			onPrompt(true);
		},
	};

	useKeys(press => {
		attention.read();
		onRefusal(undefined);
		if (press.type !== 'complete' && press.type !== 'complete-back') {
			completer.end();
		}

		if (isHelping) {
			// Any key closes it, and does nothing else.
			onHelp(false);
			return;
		}

		if (isPrompting) {
			// The prompt reads the rest itself.
			if (press.type === 'escape' || press.type === 'interrupt' || press.type === 'f4') {
				onPrompt(false);
			}

			return;
		}

		if (press.type === 'edit') {
			composer.edit(press.action);
		} else {
			actions[press.type]();
		}
	});

	usePaste(
		text => {
			onRefusal(undefined);
			composer.edit({type: 'insert', text});
		},
		{isActive: !isPrompting},
	);
};

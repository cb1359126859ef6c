import {usePaste} from 'ink';
import type {RowSource, Scroller} from '../hooks/use-scroll.ts';
import {viewDraft, moveByRow} from './composer-view.ts';
import type {KeyPress} from './keys.ts';
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
	readonly draftColumns: number;
	/** What the keys for scrolling move. */
	readonly scrolled: Scrolled | undefined;
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
};

/** What each key does. */
export const useCommands = ({
	composer,
	draftColumns,
	scrolled,
	isPrompting,
	onRefusal,
	onSend,
	onNothing,
	onLeave,
	onNextView,
	onPrompt,
}: Commands) => {
	const scroll = (delta: number) => {
		scrolled?.scroller.by(scrolled.source, scrolled.rows, delta);
	};

	const submit = () => {
		const {text} = composer.current();
		if (text.trim() === '') {
			onNothing();
			return;
		}

		const outcome = onSend(text);
		if (outcome.ok) {
			composer.edit({type: 'clear'});
		} else {
			onRefusal(outcome.text);
		}
	};

	/** Within the draft; beyond its first and last row the pane scrolls: so does a mouse's wheel, which terminals send as arrows. */
	const move = (delta: -1 | 1) => {
		const offset = moveByRow(viewDraft(composer.current(), draftColumns), delta);
		if (offset === undefined) {
			scroll(delta);
		} else {
			composer.edit({type: 'move-to', offset});
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
		escape() {
			// It has closed what stood open; there is nothing more to do.
		},
		up() {
			move(-1);
		},
		down() {
			move(1);
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
		onRefusal(undefined);
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

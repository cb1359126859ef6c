import {useMemo} from 'react';
import type {SubmitResult} from '../../chat/commands/types.ts';
import {findItemIndex, sliceView} from '../layout/scroll.ts';
import {scrollByKey} from '../layout/pane.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {MessagePaneState} from '../messages/use-message-pane.ts';
import {
	describeText,
	describeTextCount,
	findFromEnd,
	findNextMessage,
	findRun,
	findSaidText,
} from '../../chat/window/said-text.ts';

/** Copies a text to the clipboard. `what`: names it to the user. */
export type Copy = (text: string, what: string) => SubmitResult;

type Options = {
	readonly messages: MessagePaneState;
	readonly onCopy: Copy;
	/** Called with the reason why nothing can be selected. */
	readonly onRefusal: (text: string) => void;
	/** Called with what was typed after the key that copies. */
	readonly onType: (text: string) => void;
};

export type Selection = {
	/** The keys of the selected messages; undefined while nothing is selected. */
	readonly selected: ReadonlySet<string> | undefined;
	/** What `o` does to the selected message, if it is a long one. */
	readonly foldAction: 'open' | 'fold' | undefined;
	readonly isOpen: () => boolean;
	/** Selects the match of the search, or else the last message in view. */
	readonly start: () => SubmitResult;
	/** Copies the n-th text from the end, from 1. */
	readonly copyFromEnd: (n: number) => SubmitResult;
	readonly close: () => void;
	/** Starts on F7, and handles the keys of a selection. */
	readonly handleKey: KeyHandler;
};

type Place = {readonly index: number; readonly key: string};

/** Keys that leave the selection, and have no other effect. */
const leaving: ReadonlySet<KeyPress['type']> = new Set(['escape', 'interrupt', 'f7']);

/** Selects a message, by keys, to copy the text that was said. */
export const useSelection = ({messages, onCopy, onRefusal, onType}: Options): Selection => {
	const {source, pane, scroller} = messages;
	const place = useLatestState<Place | undefined>(undefined);

	const listInView = (): readonly number[] => sliceView(source, scroller.current(), pane.rows).map(({index}) => index);
	const findPlace = (): number | undefined => {
		const current = place.current();
		return current && findItemIndex(source, current);
	};

	const select = (index: number) => {
		place.set({index, key: source.getKey(index)});
		const said = findSaidText(source, index);
		if (said) {
			scroller.into(source, pane.rows, findRun(said, index));
		}
	};

	/** Selects the message in view that is nearest to the selected one. */
	const selectInView = (from: number | undefined) => {
		const inView = listInView().filter(index => findSaidText(source, index));
		const [first] = inView;
		const last = inView.at(-1);
		const nearest = from === undefined || last === undefined || from >= last ? last : first;
		if (nearest !== undefined) {
			place.set({index: nearest, key: source.getKey(nearest)});
		}
	};

	const start = (): SubmitResult => {
		messages.unclear();
		const inView = listInView();
		const hit = messages.finder.result?.hit?.key;
		const last =
			inView.find(index => source.getKey(index) === hit) ?? findNextMessage(source, (inView.at(-1) ?? -1) + 1, -1);
		if (last === undefined) {
			return {ok: false, text: 'There is no message to copy yet.'};
		}

		scroller.hold(source);
		select(last);
		return {ok: true};
	};

	const close = () => {
		if (place.current()) {
			place.set(undefined);
			scroller.release();
		}
	};

	const move = (step: -1 | 1) => {
		const from = findPlace() ?? source.length;
		const isInView = findSaidText(source, from)?.indexes.some(index => listInView().includes(index));
		if (!isInView) {
			selectInView(from);
			return;
		}

		const next = findNextMessage(source, from, step);
		if (next === undefined) {
			// What stands beyond may be in view then, or be loaded.
			pane.scroller.by(source, pane.rows, step);
		} else {
			select(next);
		}
	};

	const copy = (index: number | undefined): SubmitResult => {
		const said = index === undefined ? undefined : findSaidText(source, index);
		return said && index !== undefined
			? onCopy(said.text, describeText(source, said))
			: {
					ok: false,
					text: messages.isWhole()
						? describeTextCount(source)
						: 'That message is not loaded. PgUp loads older ones, F7 selects among them.',
				};
	};

	/** Scrolls by a key; the selection stays in view. */
	const scroll = (press: KeyPress): boolean => {
		if (!scrollByKey(pane, press.type === 'end' ? {type: 'bottom'} : press)) {
			return false;
		}

		const from = findPlace();
		const inView = listInView();
		if (press.type === 'top' || press.type === 'bottom' || press.type === 'end') {
			selectInView(press.type === 'top' ? -1 : source.length);
		} else if (from !== undefined && !inView.includes(from)) {
			selectInView(from);
		}

		return true;
	};

	/** Opens or folds the selected message; a short one stays as it is. */
	const toggleFold = () => {
		const index = findPlace();
		if (index !== undefined) {
			messages.folds.toggle(index);
		}
	};

	const fold = place.value && source.getFold(findItemIndex(source, place.value));
	return {
		foldAction: fold && (fold === 'folded' ? 'open' : 'fold'),
		selected: useMemo(() => {
			const said = place.value && findSaidText(source, findItemIndex(source, place.value));
			return said && new Set(said.indexes.map(index => source.getKey(index)));
		}, [source, place.value]),
		isOpen: () => place.current() !== undefined,
		start,
		copyFromEnd: n => copy(findFromEnd(source, n)),
		close,
		handleKey(press) {
			if (!place.current()) {
				const result = press.type === 'f7' ? start() : undefined;
				if (result?.ok === false) {
					onRefusal(result.text);
				}

				return result !== undefined;
			}

			if (press.type === 'redraw' || press.type === 'suspend') {
				return false;
			}

			if (press.type === 'up' || press.type === 'down' || press.type === 'row-up' || press.type === 'row-down') {
				move(press.type === 'up' || press.type === 'row-up' ? -1 : 1);
				return true;
			}

			if (press.type === 'edit' && press.action.type === 'insert' && press.action.text === 'o') {
				toggleFold();
				return true;
			}

			const [, copies, typed = ''] =
				press.type === 'submit'
					? ['', 'y']
					: press.type === 'edit' && press.action.type === 'insert'
						? (/^([yc])(.*)$/su.exec(press.action.text) ?? [])
						: [];
			if (copies !== undefined) {
				const result = copy(findPlace());
				if (!result.ok) {
					onRefusal(result.text);
				}

				close();
				if (typed !== '') {
					onType(typed);
				}

				return true;
			}

			if (scroll(press)) {
				return true;
			}

			// Any other key ends the selection and then has its usual effect.
			close();
			return leaving.has(press.type);
		},
	};
};

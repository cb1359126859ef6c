import {useEffect, useRef} from 'react';
import {foldForSearch} from '../../text/search.ts';
import {useLineField, type LineField} from '../composer/use-line-field.ts';
import type {LatestState} from '../primitives/use-latest-state.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {Finder} from './use-find.ts';

export type FindBarState = {
	/** Shown in the place of the draft; undefined while the bar is closed. */
	readonly field: LineField | undefined;
	/** Opens the bar, and searches for a text at once if there is one. */
	readonly open: (text?: string) => void;
	readonly close: () => void;
	readonly handleKey: KeyHandler;
	/** Inserts what was pasted. Returns false while the bar is closed. */
	readonly paste: (text: string) => boolean;
};

type Options = {
	readonly isOpen: LatestState<boolean>;
	readonly finder: Finder;
	/** Shows what was hidden by `/clear`: it is searched, too. */
	readonly onOpen: () => void;
};

/** How long nothing is typed until the search begins, in milliseconds. */
const typingPause = 120;

/** Runs a search once the text has not changed for a moment. */
const useLiveSearch = (finder: Finder) => {
	const latest = useRef(finder);
	useEffect(() => {
		latest.current = finder;
	});
	const timer = useRef<NodeJS.Timeout>(undefined);
	/** The text of the search that runs. */
	const searched = useRef('');
	useEffect(
		() => () => {
			clearTimeout(timer.current);
		},
		[],
	);
	/** Searches for a text now. Returns false if that is what is searched for. */
	const search = (text: string): boolean => {
		clearTimeout(timer.current);
		if (text === searched.current) {
			return false;
		}

		searched.current = text;
		if (foldForSearch(text).trim() === '') {
			latest.current.end();
		} else {
			latest.current.start(text);
		}

		return true;
	};

	return {
		search,
		searchSoon(getText: () => string) {
			clearTimeout(timer.current);
			timer.current = setTimeout(() => {
				search(getText());
			}, typingPause);
		},
	};
};

const isBurst = (press: KeyPress): boolean => 'isBurst' in press && press.isBurst === true;

/**
The field in which one types what to find. The search follows while one types. Enter and ↑ go to
older matches, ↓ and what begins a line in the composer to newer ones.
*/
export const useFindBar = ({isOpen: {value, current, set}, finder, onOpen}: Options): FindBarState => {
	const {search, searchSoon} = useLiveSearch(finder);
	/** The text of the last search. */
	const last = useRef('');
	const goTo = (delta: -1 | 1) => {
		if (!search(field.current())) {
			finder.move(delta);
		}
	};

	const field = useLineField({
		onSubmit() {
			goTo(-1);
		},
		onChange() {
			searchSoon(field.current);
		},
	});

	const fill = (text: string) => {
		field.clear();
		field.paste(text);
		search(text);
	};

	const close = () => {
		if (current()) {
			last.current = field.current();
			set(false);
			field.clear();
			search('');
			finder.end();
		}
	};

	return {
		field: value ? field : undefined,
		open(text = '') {
			onOpen();
			set(true);
			fill(text);
		},
		close,
		handleKey(press) {
			if (!current() || isBurst(press)) {
				return false;
			}

			switch (press.type) {
				case 'escape':
				case 'interrupt': {
					close();
					return true;
				}

				case 'find': {
					if (field.current() === '') {
						fill(last.current);
					} else {
						goTo(-1);
					}

					return true;
				}

				case 'up': {
					goTo(-1);
					return true;
				}

				case 'down': {
					goTo(1);
					return true;
				}

				case 'edit': {
					if (press.action.type === 'newline') {
						goTo(1);
						return true;
					}

					return field.handleKey(press);
				}

				case 'submit': {
					return field.handleKey(press);
				}

				case 'complete':
				case 'complete-back': {
					return true;
				}

				default: {
					return false;
				}
			}
		},
		paste(text) {
			if (current()) {
				field.paste(text);
			}

			return current();
		},
	};
};

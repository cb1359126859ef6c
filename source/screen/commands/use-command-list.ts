import {filterCommands} from '../../chat/commands/find-command.ts';
import type {CommandInfo} from '../../chat/commands/types.ts';
import {canChangeText} from '../composer/editor.ts';
import type {Hint} from '../bars/hints.ts';
import type {Draft} from '../composer/draft.ts';
import type {ComposerState} from '../composer/use-composer.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {ShownCommands} from './command-rows.ts';

/** What is chosen: the typed beginning of a name, and the command in its place. */
type Choice = {
	readonly begun: string;
	readonly text: string;
};

type Options = {
	readonly composer: ComposerState;
	readonly commands: readonly CommandInfo[];
	/** The most rows that the window has for the list. Without any, no list is shown. */
	readonly mostRows: number;
};

export type CommandList = {
	/** What to render; undefined while the list is closed. */
	readonly shown: (ShownCommands & {readonly begun: string; readonly rows: number}) | undefined;
	readonly isOpen: () => boolean;
	/** The keys that work while the list is open. */
	readonly hints: readonly Hint[] | undefined;
	readonly handleKey: KeyHandler;
};

const openHints: readonly Hint[] = [
	{key: '↑↓', action: 'choose', rank: 0},
	{key: 'Tab', action: 'take', rank: 0},
	{key: 'Enter', action: 'run', rank: 1},
	{key: 'Esc', action: 'close', rank: 0},
];

/** Returns what is typed of the name of a command, if nothing else is in the draft. */
const readBegun = ({text, hasPastedSlashes}: Draft): string | undefined =>
	hasPastedSlashes ? undefined : /^\/(?<begun>[^\s/]*)$/u.exec(text)?.groups?.begun?.toLowerCase();

/**
The list of the commands whose names begin as the draft does. It opens while a name is typed, and
not for a line that is recalled. ↑ and ↓ put the previous or next command into the draft, Tab takes
the chosen one, and Escape closes the list.
*/
export const useCommandList = ({composer, commands, mostRows}: Options): CommandList => {
	const isTyped = useLatestState(false);
	const choice = useLatestState<Choice | undefined>(undefined);

	const find = (draft: Draft, typed: boolean, chosen: Choice | undefined) => {
		const isChosen = chosen?.text === draft.text;
		const begun = isChosen ? chosen.begun : readBegun(draft);
		const fitting = typed && mostRows > 0 && begun !== undefined ? filterCommands(begun, commands) : [];
		if (begun === undefined || fitting.length === 0) {
			return undefined;
		}

		const index = isChosen ? fitting.findIndex(({name}) => `/${name}` === draft.text) : 0;
		return {commands: fitting, chosen: Math.max(0, index), begun, rows: Math.min(mostRows, fitting.length)};
	};

	const findNow = () => find(composer.current(), isTyped.current(), choice.current());

	const put = (text: string) => {
		composer.edit({type: 'replace', text, at: text.length});
	};

	const move = (delta: -1 | 1): boolean => {
		const open = findNow();
		if (!open) {
			isTyped.set(false);
			return false;
		}

		const {length} = open.commands;
		const text = `/${open.commands[(open.chosen + delta + length) % length]?.name ?? ''}`;
		choice.set({begun: open.begun, text});
		put(text);
		return true;
	};

	const shown = find(composer.draft, isTyped.value, choice.value);
	return {
		shown,
		hints: shown && openHints,
		isOpen: () => findNow() !== undefined,
		handleKey(press) {
			switch (press.type) {
				case 'edit': {
					if (canChangeText(composer.current(), press.action)) {
						isTyped.set(true);
						choice.set(undefined);
					}

					return false;
				}

				case 'up':
				case 'down': {
					// Several arrows at once may be the wheel, which scrolls.
					return !press.isBurst && move(press.type === 'up' ? -1 : 1);
				}

				case 'complete-back': {
					return findNow() !== undefined && move(-1);
				}

				case 'complete': {
					const open = findNow();
					if (open) {
						put(`/${open.commands[open.chosen]?.name ?? ''} `);
					}

					return open !== undefined;
				}

				case 'escape': {
					const wasOpen = findNow() !== undefined;
					isTyped.set(false);
					return wasOpen;
				}

				case 'submit': {
					isTyped.set(false);
					return false;
				}

				default: {
					return false;
				}
			}
		},
	};
};

import type {SubmitResult} from '../../chat/commands/types.ts';
import type {Hint} from '../bars/hints.ts';
import type {LatestState} from '../primitives/use-latest-state.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import type {MessagePaneState} from '../messages/use-message-pane.ts';
import {createBareControls} from './bare-controls.ts';
import {useSelection, type Copy} from './use-selection.ts';

/** The keys while a message is selected. */
const selectionHints: readonly Hint[] = [
	{key: 'y', action: 'copy', rank: 0},
	{key: 'Esc', action: 'back', rank: 0},
	{key: '↑↓', action: 'choose', rank: 1},
	{key: 'PgUp', action: 'earlier', rank: 2},
];

type Options = {
	readonly isBare: LatestState<boolean>;
	readonly messages: MessagePaneState;
	readonly onCopy: Copy;
	readonly onRefusal: (text: string) => void;
	/** Called with what was typed after the key that copies. */
	readonly onType: (text: string) => void;
};

export type Copying = {
	/** Whether the messages stand alone. */
	readonly isBare: boolean;
	/** The keys of the selected messages; undefined while nothing is selected. */
	readonly selected: ReadonlySet<string> | undefined;
	/** The keys that work while a message is selected; undefined while none is. */
	readonly hints: readonly Hint[] | undefined;
	/** Whether they do, or one is selected, even before the next render. */
	readonly isOpen: () => boolean;
	readonly close: () => void;
	readonly handleKey: KeyHandler;
	/** Shows the messages alone. */
	readonly showBare: () => void;
	/** Copies the n-th text from the end; without a number, lets the user select one. */
	readonly copy: (n: number | undefined) => SubmitResult;
};

/** The ways to take messages out of the program: the bare view, and a selection to copy. */
export const useCopying = ({isBare, messages, ...options}: Options): Copying => {
	const bare = createBareControls(isBare, messages);
	const selection = useSelection({messages, ...options});
	return {
		isBare: isBare.value,
		selected: selection.selected,
		hints: selection.selected && [
			...selectionHints,
			...(selection.foldAction ? [{key: 'o', action: selection.foldAction, rank: 1}] : []),
		],
		isOpen: () => bare.isOpen() || selection.isOpen(),
		close() {
			bare.close();
			selection.close();
		},
		handleKey: press => bare.handleKey(press) || selection.handleKey(press),
		showBare: bare.open,
		copy: n => (n === undefined ? selection.start() : selection.copyFromEnd(n)),
	};
};

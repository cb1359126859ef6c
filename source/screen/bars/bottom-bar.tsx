import {Box} from 'ink';
import {RowText} from '../primitives/row-text.tsx';
import type {Completer} from '../composer/use-completion.ts';
import type {FindResult} from '../find/use-find.ts';
import {CompletionBar} from './completion-bar.tsx';
import {FindBar} from './find-bar.tsx';
import {layoutHints, type Hint, type HintContext} from './hints.ts';
import {StatusBar} from './status-bar.tsx';

type Props = {
	/** The keys of what covers the panes, if something does. */
	readonly hints: readonly Hint[] | undefined;
	/** The search, while its bar is open. */
	readonly find: {readonly result: FindResult | undefined} | undefined;
	readonly completer: Completer;
	readonly context: HintContext;
	readonly columns: number;
};

/** The bottom row: the search, the completions, or the keys that work right now. */
export function BottomBar({hints, find, completer: {choices, chosen}, context, columns}: Props) {
	if (hints) {
		return (
			<Box height={1} flexShrink={0}>
				<RowText row={layoutHints(hints, columns)} />
			</Box>
		);
	}

	if (find) {
		return <FindBar result={find.result} columns={columns} />;
	}

	return choices.length > 1 ? (
		<CompletionBar choices={choices} chosen={chosen} columns={columns} />
	) : (
		<StatusBar {...context} columns={columns} />
	);
}

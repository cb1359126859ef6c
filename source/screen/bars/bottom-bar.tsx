import {Box} from 'ink';
import {ChoiceBar} from './completion-bar.tsx';
import {FindBar} from './find-bar.tsx';
import {helpHints, hintsRow, type Situation} from './hints.ts';
import {RowText} from '../primitives/row-text.tsx';
import {StatusBar} from './status-bar.tsx';
import type {Completer} from '../composer/use-completion.ts';
import type {Found} from '../messages/use-find.ts';

type Props = {
	/** The keys' help stands over the panes. */
	readonly help: {readonly canScroll: boolean} | undefined;
	readonly found: Found | undefined;
	readonly completer: Completer;
	readonly situation: Situation;
	readonly columns: number;
};

/** The last row: what was found, what Tab goes round, or what works right now. */
export function BottomBar({help, found, completer: {choices, chosen}, situation, columns}: Props) {
	if (help) {
		return (
			<Box height={1} flexShrink={0}>
				<RowText row={hintsRow(helpHints(help.canScroll), columns)} />
			</Box>
		);
	}

	if (found) {
		return <FindBar found={found} columns={columns} />;
	}

	return choices.length > 1 ? (
		<ChoiceBar choices={choices} chosen={chosen} columns={columns} />
	) : (
		<StatusBar {...situation} columns={columns} />
	);
}

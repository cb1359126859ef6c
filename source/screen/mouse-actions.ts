import type {LatestState} from './primitives/use-latest-state.ts';
import {findFirstRow, findOffset, type DraftLayout} from './composer/draft-layout.ts';
import {composerMargin} from './composer/composer.tsx';
import {findArea} from './layout/pane-focus.ts';
import type {Layout, PaneName} from './layout/layout.ts';
import {scrollPane, type Pane} from './layout/pane.ts';
import type {MouseReport} from './terminal/input/tokens.ts';
import type {ComposerState} from './composer/use-composer.ts';

type Options = {
	readonly layout: Layout;
	readonly paneFocus: LatestState<PaneName>;
	readonly panes: Readonly<Record<PaneName, Pane>>;
	readonly composer: ComposerState;
	/** The help, while it covers the panes. */
	readonly help: Pane | undefined;
	/** The draft as the composer shows it; undefined while a prompt is in its place. */
	readonly draft: DraftLayout | undefined;
};

/** How many rows one step of the wheel scrolls. */
const wheelRows = 3;

/**
Handles the mouse. The wheel scrolls the pane under it, or else the focused one. A click focuses a
pane or moves the cursor in the draft.
*/
export const handleMouse = (report: MouseReport, {layout, paneFocus, panes, composer, help, draft}: Options) => {
	const area = findArea(layout, report.x, report.y);
	if (report.type === 'wheel') {
		const pane = help ?? panes[area === undefined || area === 'composer' ? paneFocus.current() : area];
		scrollPane(pane, report.delta * wheelRows);
		return;
	}

	if (area === 'composer') {
		const row = report.y - layout.composer.y;
		const offset =
			draft &&
			findOffset(draft, findFirstRow(draft, layout.composer.rows) + row, Math.max(0, report.x - composerMargin + 1));
		if (offset !== undefined) {
			composer.edit({type: 'move-to', offset});
		}

		return;
	}

	if (area && !help) {
		paneFocus.set(area);
	}
};

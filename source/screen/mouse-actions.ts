import type {KeyState} from './primitives/use-latest-state.ts';
import {firstRowOf, offsetAt, type DraftView} from './composer/draft-layout.ts';
import {composerMargin} from './composer/composer.tsx';
import {areaAt} from './layout/pane-focus.ts';
import type {Layout, View} from './layout/layout.ts';
import {scrollPane, type Pane} from './layout/pane.ts';
import type {MouseReport} from './terminal/terminal-input.ts';
import type {Composer} from './composer/use-composer.ts';

type Parts = {
	readonly layout: Layout;
	readonly focus: KeyState<View>;
	readonly panes: Readonly<Record<View, Pane>>;
	readonly composer: Composer;
	/** The help that stands over the panes, while it does. */
	readonly help: Pane | undefined;
	/** What the composer shows, while it is there. */
	readonly draft: DraftView | undefined;
};

/** How many rows a turn of the wheel scrolls. */
const wheelRows = 3;

/** The wheel scrolls the pane under it, or where there is none the one that has the focus. A click gives a pane the focus, and places the cursor. */
export const pointAt = (report: MouseReport, {layout, focus, panes, composer, help, draft}: Parts) => {
	const area = areaAt(layout, report.x, report.y);
	if (report.type === 'wheel') {
		const pane = help ?? panes[area === undefined || area === 'composer' ? focus.current() : area];
		scrollPane(pane, report.delta * wheelRows);
		return;
	}

	if (area === 'composer') {
		const row = report.y - layout.composer.y;
		const offset =
			draft &&
			offsetAt(draft, firstRowOf(draft, layout.composer.rows) + row, Math.max(0, report.x - composerMargin + 1));
		if (offset !== undefined) {
			composer.edit({type: 'move-to', offset});
		}

		return;
	}

	if (area && !help) {
		focus.set(area);
	}
};

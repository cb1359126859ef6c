import type {Layout, View} from './layout.ts';

/** Which pane has the focus: where it goes with a key, and where the mouse finds it. Pure. */

/** In the order in which Tab goes round. */
const order: readonly View[] = ['messages', 'log', 'peers'];

/** Where only one pane fits, each can be reached. */
const reachable = (layout: Layout): readonly View[] =>
	layout.kind === 'single' ? order : order.filter(view => layout[view] !== undefined);

const goRound = (panes: readonly View[], from: View, step: 1 | -1): View =>
	panes[(panes.indexOf(from) + step + panes.length) % panes.length] ?? 'messages';

/** The next pane (1) or the one before (-1). */
export const nextPane = (layout: Layout, from: View, step: 1 | -1): View => goRound(reachable(layout), from, step);

/** Where the key of this pane leads: to it and back again; where only one fits, round, the other way with the other key. */
export const paneAsked = (kind: Layout['kind'], from: View, asked: 'log' | 'peers'): View => {
	if (kind === 'single') {
		return goRound(order, from, asked === 'log' ? 1 : -1);
	}

	return from === asked ? 'messages' : asked;
};

/** A pane that has no room any more has no focus either. */
export const focusIn = (layout: Layout, wanted: View): View => (layout[wanted] ? wanted : 'messages');

const areas = [...order, 'composer'] as const;

/** What stands at a place of the window, if it is something to point at. */
export const areaAt = (layout: Layout, x: number, y: number): View | 'composer' | undefined =>
	areas.find(area => {
		const rect = layout[area];
		return rect !== undefined && x >= rect.x && x < rect.x + rect.columns && y >= rect.y && y < rect.y + rect.rows;
	});

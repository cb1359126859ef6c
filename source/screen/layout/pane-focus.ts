import type {Layout, PaneName} from './layout.ts';

/** Which pane has the focus: where it goes with a key, and where the mouse finds it. Pure. */

/** In the order in which Tab goes round. */
const order: readonly PaneName[] = ['messages', 'log', 'peers'];

/** Where only one pane fits, each can be reached. */
const listReachable = (layout: Layout): readonly PaneName[] =>
	layout.kind === 'single' ? order : order.filter(pane => layout[pane] !== undefined);

const cyclePanes = (panes: readonly PaneName[], from: PaneName, step: 1 | -1): PaneName =>
	panes[(panes.indexOf(from) + step + panes.length) % panes.length] ?? 'messages';

/** The next pane (1) or the one before (-1). */
export const findNextPane = (layout: Layout, from: PaneName, step: 1 | -1): PaneName =>
	cyclePanes(listReachable(layout), from, step);

/** Where the key of this pane leads: to it and back again; where only one fits, round, the other way with the other key. */
export const findToggledPane = (kind: Layout['kind'], from: PaneName, asked: 'log' | 'peers'): PaneName => {
	if (kind === 'single') {
		return cyclePanes(order, from, asked === 'log' ? 1 : -1);
	}

	return from === asked ? 'messages' : asked;
};

/** A pane that has no room any more has no focus either. */
export const resolveFocus = (layout: Layout, wanted: PaneName): PaneName => (layout[wanted] ? wanted : 'messages');

const areas = [...order, 'composer'] as const;

/** What stands at a place of the window, if it is something to point at. */
export const findArea = (layout: Layout, x: number, y: number): PaneName | 'composer' | undefined =>
	areas.find(area => {
		const rect = layout[area];
		return rect !== undefined && x >= rect.x && x < rect.x + rect.columns && y >= rect.y && y < rect.y + rect.rows;
	});

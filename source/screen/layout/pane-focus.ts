import type {Layout, PaneName} from './layout.ts';

/** Pure functions that decide which pane a key or a click focuses. */

/** The order of Tab. */
const order: readonly PaneName[] = ['messages', 'log', 'peers'];

/** With room for one pane only, all can be reached. */
const listReachable = (layout: Layout): readonly PaneName[] =>
	layout.kind === 'single' ? order : order.filter(pane => layout[pane] !== undefined);

const cyclePanes = (panes: readonly PaneName[], from: PaneName, step: 1 | -1): PaneName =>
	panes[(panes.indexOf(from) + step + panes.length) % panes.length] ?? 'messages';

/** Returns the next pane (1) or the previous one (-1). */
export const findNextPane = (layout: Layout, from: PaneName, step: 1 | -1): PaneName =>
	cyclePanes(listReachable(layout), from, step);

/**
Returns the pane that F2 (`log`) or F3 (`peers`) focuses: that pane, or the messages if it is
focused already. With room for one pane only, F2 cycles forwards and F3 backwards.
*/
export const findToggledPane = (kind: Layout['kind'], from: PaneName, asked: 'log' | 'peers'): PaneName => {
	if (kind === 'single') {
		return cyclePanes(order, from, asked === 'log' ? 1 : -1);
	}

	return from === asked ? 'messages' : asked;
};

/** Falls back to the messages if the wanted pane does not fit. */
export const resolveFocus = (layout: Layout, wanted: PaneName): PaneName => (layout[wanted] ? wanted : 'messages');

const areas = [...order, 'composer'] as const;

/** Returns the pane at a position of the window, or the composer. */
export const findArea = (layout: Layout, x: number, y: number): PaneName | 'composer' | undefined =>
	areas.find(area => {
		const rect = layout[area];
		return rect !== undefined && x >= rect.x && x < rect.x + rect.columns && y >= rect.y && y < rect.y + rect.rows;
	});

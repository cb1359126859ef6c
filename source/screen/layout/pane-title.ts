import {cutRow, measureRow, type Row, type Span} from '../primitives/rows.ts';

type TitleOptions = {
	/** True if the scroll keys act on this pane. */
	readonly isFocused?: boolean;
	/** The number of items, shown beside the name. */
	readonly count?: Span;
	/** The date of the first row in view, whole and short. */
	readonly date?: readonly [whole: string, short: string] | undefined;
	/** The author and time of the message whose beginning is above the view. */
	readonly origin?: Span | undefined;
	/** True if the view is away from where it starts. */
	readonly isScrolled: boolean;
	/** The number of items that arrived since then. */
	readonly newer: number;
	/** The visible range, see `formatRange`. */
	readonly range?: string | undefined;
};

/**
Lays out a pane's first row: its name, in brackets if focused, and if scrolled what is out of view.
*/
export const layoutTitle = (
	name: string,
	{isFocused = false, count, date, origin, isScrolled, newer, range}: TitleOptions,
	columns: number,
): Row => {
	const layoutWithDate = (shown = ''): Row => [
		isFocused ? {text: `[${name}]`, tone: 'header'} : {text: ` ${name}`, tone: 'title'},
		...(count ? [count] : []),
		...(shown === '' ? [] : [{text: `  ${shown}`, tone: 'quiet'} satisfies Span]),
		...(origin ? [{text: '  '}, origin] : []),
		...(range === undefined ? [] : [{text: `  ${range}`, tone: 'quiet'} satisfies Span]),
	];
	const full = layoutWithDate(date?.[0]);
	const title = date === undefined || measureRow(full) <= columns ? full : layoutWithDate(date[1]);
	if (!isScrolled) {
		return cutRow(title, columns);
	}

	const rest: Span = newer > 0 ? {text: `  ↓ ${newer} new`, tone: 'news'} : {text: '  scrolled back', tone: 'quiet'};
	return cutRow([...title, ...(newer > 0 || range === undefined ? [rest] : [])], columns);
};

/** Returns `3-12 of 40`; undefined if everything is in view. */
export const formatRange = (first: number, rows: number, length: number): string | undefined =>
	length <= rows ? undefined : `${first + 1}-${Math.min(length, first + rows)} of ${length}`;

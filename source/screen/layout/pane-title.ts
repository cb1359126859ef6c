import {cutRow, type Row, type Span} from '../primitives/rows.ts';

type TitleOptions = {
	/** The keys for scrolling move this pane. */
	readonly isFocused?: boolean;
	/** How much there is of what it shows. */
	readonly count?: Span;
	/** The view does not follow the newest. */
	readonly isScrolled: boolean;
	/** How many items came since. */
	readonly newer: number;
	/** What is in view, where that is not clear by itself. */
	readonly range?: string | undefined;
};

/** A pane's first row: its name, in brackets while it has the focus, and while it is scrolled what it does not show. */
export const layoutTitle = (
	name: string,
	{isFocused = false, count, isScrolled, newer, range}: TitleOptions,
	columns: number,
): Row => {
	const title: Row = [
		isFocused ? {text: `[${name}]`, tone: 'header'} : {text: ` ${name}`, tone: 'title'},
		...(count ? [count] : []),
		...(range === undefined ? [] : [{text: `  ${range}`, tone: 'quiet'} satisfies Span]),
	];
	if (!isScrolled) {
		return cutRow(title, columns);
	}

	const rest: Span = newer > 0 ? {text: `  ↓ ${newer} new`, tone: 'news'} : {text: '  scrolled back', tone: 'quiet'};
	return cutRow([...title, ...(newer > 0 || range === undefined ? [rest] : [])], columns);
};

/** `3-12 of 40`; nothing where all is in view. */
export const formatRange = (first: number, rows: number, length: number): string | undefined =>
	length <= rows ? undefined : `${first + 1}-${Math.min(length, first + rows)} of ${length}`;

import {cutRow, type Row} from './rows.ts';

type Place = {
	/** The view does not follow the newest. */
	readonly isScrolled: boolean;
	/** How many items came since. */
	readonly newer: number;
};

/** A pane's first row: its name, and while it is scrolled what it does not show. */
export const titleRow = (name: string, {isScrolled, newer}: Place, columns: number): Row => {
	const title: Row = [{text: ` ${name}`, tone: 'title'}];
	if (!isScrolled) {
		return title;
	}

	return cutRow([...title, newer > 0 ? {text: `  ↓ ${newer} new`, tone: 'news'} : {text: '  scrolled back', tone: 'quiet'}], columns);
};

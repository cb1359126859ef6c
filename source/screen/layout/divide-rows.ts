/** The height of each band of the window, and what a low window gives up first. Pure. */

/**
What takes rows also in a low window. `hints`: the bottom row says what nothing else does, such as
which keys answer a question. `cover`: so it does, and something covers the panes, such as the help.
*/
export type Need = 'hints' | 'cover';

type HeightRequest = {
	/** The rows of the window. */
	readonly rows: number;
	/** The rows that the draft needs. */
	readonly composerRows: number;
	/** The rows that the banner above the composer needs. */
	readonly bannerRows: number;
	/** The rows that the list above the composer needs. */
	readonly listRows?: number | undefined;
	readonly need?: Need | undefined;
};

const maximumComposerRows = 5;
const maximumListRows = 8;
/** From this height on, one row is spent on the line above the composer. */
const ruledRows = 10;
/**
From this height on, the messages have a title, the hints a row, and there may be a list above the
composer.
*/
const titledRows = 8;
/** From this height on, header and messages keep a row each while the hints are needed. */
const lowRows = 6;
/** A title and two rows of messages, which neither the banner nor the draft may take. */
export const minimumBodyRows = 3;

export const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The rows that neither the banner nor the draft may take from the messages. */
const countKeptRows = ({rows, need}: HeightRequest): number => {
	if (rows >= ruledRows) {
		return minimumBodyRows;
	}

	if (rows >= titledRows) {
		return minimumBodyRows - 1;
	}

	return need === 'cover' ? 2 : need === 'hints' && rows < lowRows ? 0 : 1;
};

/** Returns the most rows that a list above the composer has in a window of this height. */
export const countListRows = (rows: number): number =>
	rows < titledRows ? 0 : Math.min(maximumListRows, Math.floor(rows / 4) + 1);

/**
Divides the height. A low window gives up the line above the composer, then the hints and the title
of the messages, and where a banner or the hints need its row, the header.
*/
export const divideRows = (request: HeightRequest) => {
	const {rows} = request;
	const kept = countKeptRows(request);
	const rule = rows < ruledRows ? 0 : 1;
	const hints = rows < titledRows && request.need === undefined ? 0 : 1;
	/** For the header, the banner, the list, and a composer of more than one row. */
	const spare = rows - rule - hints - kept - 1;
	const leastList = Math.min(1, request.listRows ?? 0);
	const banner = clamp(request.bannerRows, 0, (rows < titledRows ? spare : spare - 1) - leastList);
	const header = spare > banner && kept > 0 ? 1 : 0;
	const left = spare - banner - header;
	const composer = clamp(request.composerRows, 1, Math.min(maximumComposerRows, 1 + left - leastList));
	const list = clamp(request.listRows ?? 0, 0, 1 + left - composer);
	const body = rows - header - rule - banner - list - composer - hints;
	return {hasTitle: rows >= titledRows, header, body, rule, banner, list, composer, hints};
};

import type {Row} from '../../source/screen/primitives/rows.ts';

/** What the tests of rows share. */

export const now = new Date(2026, 10, 22, 10, 2, 30).getTime();

export const scenarios = [
	'empty-host',
	'empty-join',
	'waiting',
	'connecting',
	'lost',
	'silent',
	'closed',
	'plain',
	'crowd',
	'busy',
] as const;

/** Text that would clear the screen, reverse the line or ring, with characters of all widths. */
export const hostile = 'x\u{1B}[2J\u{202E}\r\n\u{7}👩‍👩‍👧‍👦日本\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}';

export const joinSpans = (row: Row): string => row.map(({text}) => text).join('');

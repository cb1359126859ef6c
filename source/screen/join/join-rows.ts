import {sanitizeLine} from '../../text/sanitize.ts';
import {truncate} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {layoutHints, type Hint} from '../bars/hints.ts';
import {blankRow, spreadRow, type Row} from '../primitives/rows.ts';
import type {Tone} from '../primitives/theme.ts';

/** Lays out the screens before a room is joined. Pure. A low window shows fewer rows, all whole. */

export type JoinContent = {
	readonly title: string;
	/** Sentences above the prompt, each with its style. */
	readonly lines: ReadonlyArray<{readonly text: string; readonly tone?: Tone}>;
	/** A list to choose from. */
	readonly choices?: {readonly labels: readonly string[]; readonly chosen: number};
	readonly hasPrompt: boolean;
	/** Shown below the prompt, dimmed. */
	readonly preview?: string;
	/** Why the answer is not accepted. */
	readonly problem?: string;
	readonly hints: readonly Hint[];
};

export type JoinRows = {
	readonly above: readonly Row[];
	/** The prompt stands between `above` and `below`. */
	readonly hasPrompt: boolean;
	readonly below: readonly Row[];
	/** The window's last row; undefined in a window of one or two rows. */
	readonly bottom: Row | undefined;
};

type Section = {
	readonly rows: readonly Row[];
	/** When space is short, the section with the highest rank loses a row first. */
	readonly rank: number;
};

/** The rows of a list that stay longer than the explanations. */
const importantChoices = 3;

/** Returns how many rows of each section fit. */
export const fitSections = (sections: readonly Section[], height: number): readonly number[] => {
	const counts = sections.map(({rows}) => rows.length);
	let surplus = counts.reduce((sum, count) => sum + count, 0) - Math.max(0, height);
	const byRank = [...sections.entries()].toSorted(([, one], [, other]) => other.rank - one.rank);
	for (const [index] of byRank) {
		const count = counts[index] ?? 0;
		const dropped = Math.min(count, Math.max(0, surplus));
		counts[index] = count - dropped;
		surplus -= dropped;
	}

	return counts;
};

const wrapText = (text: string, tone: Tone | undefined, columns: number): readonly Row[] =>
	wrap(text, Math.max(1, columns - 2)).map((part): Row => [{text: ` ${part}`, tone}]);

/** Keeps the first rows of a wrapped sentence, and ends them with `…` if others were left out. */
const keepRows = (rows: readonly Row[], count: number, columns: number): readonly Row[] => {
	const kept = rows.slice(0, count);
	const last = kept.at(-1)?.[0];
	return last === undefined || count >= rows.length
		? kept
		: [...kept.slice(0, -1), [{...last, text: truncate(`${last.text.trimEnd()}…`, columns)}]];
};

const layoutChoices = ({labels, chosen}: NonNullable<JoinContent['choices']>): readonly Row[] =>
	labels.map((label, place): Row => [
		{
			text: `${place === chosen ? ' › ' : '   '}${sanitizeLine(label)}`,
			tone: place === chosen ? 'title' : 'plain',
		},
	]);

export const layoutJoin = (content: JoinContent, columns: number, rows: number): JoinRows => {
	const {title, lines, choices, hasPrompt, preview, problem, hints} = content;
	const list = choices ? layoutChoices(choices) : [];
	const isListMain = !hasPrompt;
	const header = spreadRow(
		[{text: ` socket-chat  ${title}`, tone: 'header'}],
		[{text: ' ', tone: 'headerQuiet'}],
		columns,
	);
	const sentences = lines.map(({text, tone}): Section => ({
		rows: wrapText(text, tone, columns),
		rank: tone === undefined || tone === 'quiet' ? 6 : 3,
	}));
	const sections: readonly Section[] = [
		{rows: [header], rank: 4},
		{rows: [blankRow], rank: 9},
		...sentences,
		{rows: [blankRow], rank: 8},
		{rows: list.slice(0, importantChoices), rank: isListMain ? 1 : 7},
		{rows: list.slice(importantChoices), rank: isListMain ? 5 : 7},
		{rows: hasPrompt ? [blankRow] : [], rank: 0},
		{rows: preview === undefined ? [] : [[{text: preview, tone: 'quiet'}]], rank: 5},
		{rows: problem === undefined ? [] : wrapText(`! ${problem}`, 'warning', columns), rank: 2},
		{rows: [layoutHints(hints, columns)], rank: 3},
	];
	const counts = fitSections(sections, rows);
	const take = (index: number) => keepRows(sections[index]?.rows ?? [], counts[index] ?? 0, columns);
	const after = 2 + sentences.length;
	const shownChoices = (counts[after + 1] ?? 0) + (counts[after + 2] ?? 0);
	const first = Math.max(0, (choices?.chosen ?? 0) - shownChoices + 1);
	return {
		above: [
			...take(0),
			...take(1),
			...sentences.flatMap((_, index) => take(2 + index)),
			...take(after),
			...list.slice(first, first + shownChoices),
		],
		hasPrompt: (counts[after + 3] ?? 0) > 0,
		below: [...take(after + 4), ...take(after + 5)],
		bottom: take(after + 6)[0],
	};
};

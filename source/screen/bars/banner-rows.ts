import type {ChatState} from '../../chat/state.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth} from '../../text/width.ts';
import {wrap} from '../../text/wrap.ts';
import {secondsUntil} from '../../text/format-time.ts';
import {cutRow, type Row, type Span} from '../primitives/rows.ts';

/** The sentence above the composer: what is wrong, and what happens next. */

export type BannerContent = {
	readonly mark: Span;
	readonly sentence: string;
	/** When the next attempt starts, in milliseconds since the epoch. */
	readonly retryAt?: number;
};

const warning: Span = {text: '!', tone: 'warning'};
const question: Span = {text: '?', tone: 'warning'};
const news: Span = {text: '✓', tone: 'delivered'};
const progress: Span = {text: '·', tone: 'quiet'};
const failure: Span = {text: '✕', tone: 'failure'};
const mostRows = 2;
const mostRowsInNarrow = 3;
const narrowColumns = 60;
const indentColumns = 3;
/** A typical countdown, in milliseconds: the height is measured with it. */
const usualDelay = 5000;

/**
Chooses what to show, if anything. `lastReason` says why the previous attempt to connect failed,
`refusal` why the last command or address was rejected.
*/
export const chooseBanner = (
	status: ChatState['status'],
	lastReason: string | undefined,
	refusal: string | undefined,
): BannerContent | undefined => {
	if (refusal !== undefined) {
		return {mark: warning, sentence: refusal};
	}

	if (status.status === 'closed') {
		return {mark: failure, sentence: status.reason};
	}

	if (status.status === 'waiting') {
		return {mark: warning, sentence: status.reason, retryAt: status.retryAt};
	}

	return status.status === 'connecting' && lastReason !== undefined
		? {mark: warning, sentence: `${lastReason} Trying again…`}
		: undefined;
};

export const createNewsBanner = (sentence: string): BannerContent => ({mark: news, sentence});

export const createProgressBanner = (sentence: string): BannerContent => ({mark: progress, sentence});

export const createQuestionBanner = (sentence: string): BannerContent => ({mark: question, sentence});

const formatSentence = ({sentence, retryAt}: BannerContent, now: number): string => {
	const seconds = retryAt === undefined ? 0 : secondsUntil(retryAt, now);
	const next = seconds === 0 ? 'Trying again…' : `Trying again in ${seconds} s.`;
	return sanitizeLine(retryAt === undefined ? sentence : `${sentence} ${next}`);
};

/**
Lays out at most 2 rows, or 3 below 60 columns, and no more than `rows`. Text that does not fit is
cut with `…`.
*/
export const layoutBanner = (banner: BannerContent, columns: number, now: number, rows = Infinity): readonly Row[] => {
	const most = Math.min(rows, columns < narrowColumns ? mostRowsInNarrow : mostRows);
	const textColumns = columns - indentColumns - 1;
	const lines = wrap(formatSentence(banner, now), textColumns);
	return lines.slice(0, most).map((line, index): Row => {
		const isCut = index === most - 1 && lines.length > most;
		const [text] = cutRow(
			[{text: isCut ? line + ' '.repeat(Math.max(1, textColumns - measureWidth(line) + 1)) : line, tone: 'title'}],
			textColumns,
		);
		return [
			...(index === 0 ? [{text: ' '}, banner.mark, {text: ' '}] : [{text: ' '.repeat(indentColumns)}]),
			...(text ? [text] : []),
		];
	});
};

/** Returns the banner's height, which stays the same while its countdown changes. */
export const countBannerRows = (banner: BannerContent, columns: number): number =>
	layoutBanner(banner, columns, (banner.retryAt ?? 0) - usualDelay).length;

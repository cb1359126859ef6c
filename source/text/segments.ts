/** Splits long texts by `Intl.Segmenter` in linear time. */

/** The number of code units that are segmented at a time. */
const windowSize = 256;

const isHighSurrogate = (codePoint: number | undefined): boolean => (codePoint ?? 0) > 0xff_ff;

/**
Yields the segments of a text as `segmenter.segment` does. That takes the square of the text's
length in Node 20 and 22, so it is given a window at a time. The last segment of a window may go on
behind it: the next window begins with that segment, and one that fills a window gets a larger one.
*/
export function* splitSegments(segmenter: Intl.Segmenter, text: string): Generator<Intl.SegmentData> {
	let start = 0;
	let size = windowSize;
	while (start < text.length) {
		const end = start + size;
		// Half of a character does not combine with what precedes.
		const window = text.slice(start, isHighSurrogate(text.codePointAt(end - 1)) ? end + 1 : end);
		const segments = [...segmenter.segment(window)];
		const complete = start + window.length === text.length ? segments : segments.slice(0, -1);
		for (const segment of complete) {
			yield {...segment, index: start + segment.index, input: text};
		}

		size = complete.length === 0 ? 2 * size : windowSize;
		start += complete.reduce((length, {segment}) => length + segment.length, 0);
	}
}

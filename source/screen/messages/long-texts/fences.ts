/** Finds code between fences: lines that begin with three or more backticks. */

/** The backticks of the fence that is open; '' outside of code. */
export type Fence = string;

const opening = /^ {0,3}(?<ticks>`{3,})(?<info>[^`]*)$/;
const closing = /^ {0,3}(?<ticks>`{3,}) *$/;

/** The kind of a line, and the fence that is open after it. `info`: the language of the code. */
type FenceLine = {
	readonly kind: 'text' | 'code' | 'fence';
	readonly fence: Fence;
	readonly info: string;
};

/** Reads one line of a sanitised text. */
export const readFenceLine = (line: string, fence: Fence): FenceLine => {
	const {ticks = '', info = ''} = (fence === '' ? opening : closing).exec(line)?.groups ?? {};
	if (ticks === '' || ticks.length < fence.length) {
		return {kind: fence === '' ? 'text' : 'code', fence, info: ''};
	}

	return fence === '' ? {kind: 'fence', fence: ticks, info} : {kind: 'fence', fence: '', info: ''};
};

/** Returns the fence that is open after a sanitised text. */
export const readFences = (text: string, fence: Fence): Fence => {
	let open = fence;
	for (const line of text.includes('```') ? text.split('\n') : []) {
		open = readFenceLine(line, open).fence;
	}

	return open;
};

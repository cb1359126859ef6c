import type {FunctionKey} from './tokens.ts';

const functionKeys = new Map<string, FunctionKey>([
	['\u{1B}OP', {type: 'f1'}],
	['\u{1B}[P', {type: 'f1'}],
	['\u{1B}[[A', {type: 'f1'}],
	['\u{1B}[11~', {type: 'f1'}],
	['\u{1B}OR', {type: 'f3'}],
	['\u{1B}[R', {type: 'f3'}],
	['\u{1B}[[C', {type: 'f3'}],
	['\u{1B}[13~', {type: 'f3'}],
	['\u{1B}OQ', {type: 'f2'}],
	['\u{1B}[Q', {type: 'f2'}],
	['\u{1B}[[B', {type: 'f2'}],
	['\u{1B}[12~', {type: 'f2'}],
	['\u{1B}OS', {type: 'f4'}],
	['\u{1B}[S', {type: 'f4'}],
	['\u{1B}[[D', {type: 'f4'}],
	['\u{1B}[14~', {type: 'f4'}],
	['\u{1B}[[E', {type: 'f5'}],
	['\u{1B}[15~', {type: 'f5'}],
	['\u{1B}[17~', {type: 'f6'}],
	['\u{1B}[18~', {type: 'f7'}],
	['\u{1B}[19~', {type: 'f8'}],
]);

/**
Decodes a function key from its sequence, as xterm, the Linux console and rxvt send it. Ink's `Key`
does not name these keys.
*/
export const decodeFunctionKey = (sequence: string): FunctionKey | undefined => functionKeys.get(sequence);

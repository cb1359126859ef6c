/** Reads what a student hands in: a log that `--log` wrote, or a file of `/save FILE.md`. */

/** One row of the connection log. */
export type Call = {
	/** When it was made, in milliseconds since the epoch. */
	readonly at: number;
	readonly verb: string;
	/** The socket's number. */
	readonly connection?: number;
	readonly bytes?: number;
	/** The bytes that TLS has made of them. */
	readonly wireBytes?: number;
	/** The system's error code, such as `ECONNREFUSED`. */
	readonly code?: string;
	/** All that the row says besides. */
	readonly detail: string;
};

export type Message = {
	readonly at: number;
	readonly from: string;
	readonly text: string;
};

export type HandIn = {
	readonly calls: readonly Call[];
	/** Undefined where the file has none: a log of `--log`. */
	readonly messages?: readonly Message[];
	/** The name of who saved the messages. */
	readonly name?: string;
};

const parseTime = (text: unknown, place: string): number => {
	const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
	if (Number.isNaN(at)) {
		throw new SyntaxError(`${place} has no time.`);
	}

	return at;
};

const optionalNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const optionalString = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const parseObject = (line: string, place: string): Readonly<Record<string, unknown>> => {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			return {...value};
		}
	} catch {}

	throw new SyntaxError(`${place} is not a JSON object.`);
};

const parseJsonLine = (line: string, place: string): Call => {
	const {at, verb, connection, bytes, wireBytes, code, ...rest} = parseObject(line, place);
	if (typeof verb !== 'string') {
		throw new SyntaxError(`${place} has no verb.`);
	}

	return {
		at: parseTime(at, place),
		verb,
		connection: optionalNumber(connection),
		bytes: optionalNumber(bytes),
		wireBytes: optionalNumber(wireBytes),
		code: optionalString(code),
		detail: JSON.stringify(rest),
	};
};

const parseJsonLines = (text: string): HandIn => ({
	calls: text
		.split('\n')
		.flatMap((line, index) => (line.trim() === '' ? [] : [parseJsonLine(line, `Line ${index + 1}`)])),
});

/** Returns the lines of the code block below a heading. Throws where there is none. */
const findBlock = (text: string, heading: string): string[] => {
	const start = text.indexOf(`\n## ${heading}\n`);
	const block = start === -1 ? undefined : /```text\n(?<lines>[\s\S]*?)```/.exec(text.slice(start))?.groups?.lines;
	if (block === undefined) {
		throw new SyntaxError(`There is no part "${heading}" in the file.`);
	}

	return block.split('\n').filter(line => line !== '');
};

const rowPattern = /^(?<time>\S+) (?<verb>\S+) *(?:#(?<connection>\d+))? *(?<detail>.*)$/;

const toNumber = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

const parseRow = (line: string): Call => {
	const {time, verb = '', connection, detail = ''} = rowPattern.exec(line)?.groups ?? {};
	return {
		at: parseTime(time, `The row "${line}"`),
		verb,
		connection: toNumber(connection),
		bytes: toNumber(/^(?<bytes>\d+) B\b/.exec(detail)?.groups?.bytes),
		wireBytes: toNumber(/→ (?<bytes>\d+) B with TLS/.exec(detail)?.groups?.bytes),
		code: /\b(?<code>E[A-Z]{3,})\b/.exec(detail)?.groups?.code,
		detail,
	};
};

const messagePattern = /^(?<time>\d{4}-\S+Z) (?<from>.+?):(?: (?<text>.*))?$/;

const parseMessages = (lines: readonly string[]): Message[] =>
	lines.flatMap(line => {
		const {time, from, text = ''} = messagePattern.exec(line)?.groups ?? {};
		return time === undefined || from === undefined || from.startsWith('-- ')
			? []
			: [{at: Date.parse(time), from, text}];
	});

const parseMarkdown = (text: string): HandIn => ({
	calls: findBlock(text, 'Connection log').map(line => parseRow(line)),
	messages: parseMessages(findBlock(text, 'Messages')),
	name: /^\| name \| (?<name>.*) \|$/m.exec(text)?.groups?.name,
});

/** Throws a SyntaxError that names the place. */
export const parseHandIn = (text: string): HandIn =>
	text.startsWith('# socket-chat:') ? parseMarkdown(text) : parseJsonLines(text);

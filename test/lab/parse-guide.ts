/** Reads docs/lab.md: its exercises, the steps of each block, and the programs that it prints. */

export type Operator = '$' | '>' | '<' | '<<' | '!' | '=' | '^' | '@';

/** One line of a block: what is done in a terminal, or expected of it. */
export type Step = {
	/** Where it stands in the document, from 1. */
	readonly lineNumber: number;
	readonly terminal: string;
	readonly operator: Operator;
	readonly text: string;
};

/** The computer that a block runs on. */
export type ComputerKind = 'desktop' | 'lan' | 'campus';

export type Block = {
	readonly lineNumber: number;
	readonly computer: ComputerKind;
	readonly steps: readonly Step[];
};

export type Exercise = {
	readonly number: number;
	readonly title: string;
	/** What stands between the heading and the next one. */
	readonly text: string;
	readonly blocks: readonly Block[];
};

export type Guide = {
	readonly exercises: readonly Exercise[];
	/** The programs by their file names. */
	readonly programs: ReadonlyMap<string, string>;
};

type Fence = {
	/** What stands after the three back quotes. */
	readonly info: readonly string[];
	/** The number of its first line, from 1. */
	readonly lineNumber: number;
	readonly lines: readonly string[];
};

const computers: ReadonlyMap<string, ComputerKind> = new Map([
	['', 'desktop'],
	['lan', 'lan'],
	['campus', 'campus'],
]);

const stepPattern = /^(?<terminal>[a-z]\w*)(?<operator><<|[$><!=^@]) ?(?<text>.*)$/u;

const parseStep = (line: string, lineNumber: number): Step => {
	const {terminal, operator, text = ''} = stepPattern.exec(line)?.groups ?? {};
	if (terminal === undefined || operator === undefined) {
		throw new SyntaxError(`Line ${lineNumber} is not a step: ${line}`);
	}

	return {lineNumber, terminal, operator: operator as Operator, text};
};

const parseBlock = ({info, lineNumber, lines}: Fence): Block => {
	const kind = info.slice(1).join(' ');
	const computer = computers.get(kind);
	if (computer === undefined) {
		throw new SyntaxError(`Line ${lineNumber}: there is no computer "${kind}"`);
	}

	const steps = lines.flatMap((line, index) =>
		line === '' || line.startsWith('#') ? [] : [parseStep(line, lineNumber + 1 + index)],
	);
	return {lineNumber, computer, steps};
};

const findFences = (lines: readonly string[], firstNumber: number): Fence[] => {
	const fences: Fence[] = [];
	let start: number | undefined;
	for (const [index, line] of lines.entries()) {
		if (!line.startsWith('```')) {
			continue;
		}

		if (start === undefined) {
			start = index;
		} else {
			fences.push({
				info: (lines[start] ?? '').slice(3).split(' '),
				lineNumber: firstNumber + start,
				lines: lines.slice(start + 1, index),
			});
			start = undefined;
		}
	}

	if (start !== undefined) {
		throw new SyntaxError(`Line ${firstNumber + start}: the block has no end`);
	}

	return fences;
};

const headingPattern = /^## (?<number>\d+)\. (?<title>.+)$/u;

/** Throws a SyntaxError that names the line. */
export const parseGuide = (text: string): Guide => {
	const lines = text.split('\n');
	const programs = new Map<string, string>();
	for (const {info, lineNumber, lines: code} of findFences(lines, 1)) {
		const [, name] = info;
		if (info[0] !== 'python' || name === undefined) {
			continue;
		}

		if (programs.has(name)) {
			throw new SyntaxError(`Line ${lineNumber}: there are two programs ${name}`);
		}

		programs.set(name, `${code.join('\n')}\n`);
	}

	const starts = lines.flatMap((line, index) => (line.startsWith('## ') ? [index] : []));
	const exercises = starts.flatMap((start, position) => {
		const {number, title} = headingPattern.exec(lines[start] ?? '')?.groups ?? {};
		if (number === undefined || title === undefined) {
			return [];
		}

		const own = lines.slice(start + 1, starts[position + 1]);
		const blocks = findFences(own, start + 2)
			.filter(({info}) => info[0] === 'lab')
			.map(fence => parseBlock(fence));
		return [{number: Number(number), title, text: own.join('\n'), blocks}];
	});
	return {exercises, programs};
};

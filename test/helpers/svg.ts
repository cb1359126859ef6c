/** A terminal's screen as an SVG: real text, so that it stays sharp, small and searchable. */
import type {Cell, Colour} from './emulated-screen.ts';
import type {Terminal} from './terminal.ts';

// One cell, and the space around them all, in pixels.
const cellWidth = 8.4;
const cellHeight = 18;
const fontSize = 14;
const baseline = 13.5;
const padding = 16;
const titleHeight = 32;
const strokeWidth = 1.2;

const defaults = {foreground: '#d8dee9', background: '#14171f', frame: '#2c313d', title: '#8b93a7'};
const palette = [
	'#3b4252',
	'#e06c75',
	'#8fc379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#c8ccd4',
	'#7f889c',
	'#ff8790',
	'#a9dc8f',
	'#ffd88f',
	'#83c5ff',
	'#df9bf5',
	'#7ad6e0',
	'#ffffff',
];

type Style = {readonly foreground: string; readonly background: string; readonly attributes: string};
type Run = Style & {readonly column: number; width: number; text: string};

// Which of its four arms (left, right, up, down) a line-drawing character has: drawn as lines, so
// that rows join without a gap.
const arms: Readonly<Record<string, string>> = {
	'─': 'lr',
	'│': 'ud',
	'┌': 'rd',
	'╭': 'rd',
	'┐': 'ld',
	'╮': 'ld',
	'└': 'ru',
	'╰': 'ru',
	'┘': 'lu',
	'╯': 'lu',
	'├': 'rud',
	'┤': 'lud',
	'┬': 'lrd',
	'┴': 'lru',
	'┼': 'lrud',
};

const number = (value: number) => String(Math.round(value * 100) / 100);

const escape = (text: string) =>
	text
		.toWellFormed()
		.replaceAll(/\p{Cc}/gu, ' ')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');

/** Xterm's 256 colours: the 16, a cube of 6 × 6 × 6, and 24 greys. */
const cssColour = (colour: Colour, fallback: string): string => {
	if (typeof colour === 'string') {
		return colour === 'default' ? fallback : colour;
	}

	const hex = (...parts: number[]) => `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
	if (colour >= 232) {
		const grey = 8 + (colour - 232) * 10;
		return hex(grey, grey, grey);
	}

	if (colour >= 16) {
		const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
		const cube = colour - 16;
		return hex(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
	}

	return palette[colour] ?? fallback;
};

const styleOf = (cell: Cell): Style => {
	const foreground = cssColour(cell.foreground, defaults.foreground);
	const background = cssColour(cell.background, defaults.background);
	const attributes = [
		cell.bold ? ' font-weight="700"' : '',
		cell.dim ? ' opacity="0.6"' : '',
		cell.italic ? ' font-style="italic"' : '',
		cell.underline ? ' text-decoration="underline"' : '',
		cell.strikethrough ? ' text-decoration="line-through"' : '',
	].join('');
	return cell.inverse
		? {foreground: background, background: foreground, attributes}
		: {foreground, background, attributes};
};

/**
Joins neighbours of one style to a run; wide and line-drawing characters stand alone, so that
columns stay aligned.
*/
const runsOf = (terminal: Terminal, row: number): Run[] => {
	const runs: Run[] = [];
	let canGrow = false;
	for (let column = 0; column < terminal.columns; column++) {
		const cell = terminal.cell(row, column);
		if (cell.width === 0) {
			continue;
		}

		const style = styleOf(cell);
		const last = runs.at(-1);
		const isAlone = cell.width > 1 || cell.chars in arms;
		const isSameStyle =
			last?.foreground === style.foreground &&
			last.background === style.background &&
			last.attributes === style.attributes;
		if (last && canGrow && !isAlone && isSameStyle) {
			last.text += cell.chars || ' ';
			last.width++;
		} else {
			runs.push({...style, column, width: cell.width, text: cell.chars || ' '});
		}

		canGrow = !isAlone;
	}

	return runs;
};

const drawLines = (directions: string, [x, y]: readonly [number, number], {foreground, attributes}: Style): string => {
	const [centreX, centreY] = [x + cellWidth / 2, y + cellHeight / 2];
	// Each arm begins a half stroke beyond the centre, so that two of them make a whole corner.
	const half = strokeWidth / 2;
	const paths: Readonly<Record<string, string>> = {
		l: `M${number(centreX + half)} ${number(centreY)}H${number(x)}`,
		r: `M${number(centreX - half)} ${number(centreY)}H${number(x + cellWidth)}`,
		u: `M${number(centreX)} ${number(centreY + half)}V${number(y)}`,
		d: `M${number(centreX)} ${number(centreY - half)}V${number(y + cellHeight)}`,
	};
	const path = [...directions].map(direction => paths[direction] ?? '').join('');
	return `<path d="${path}" stroke="${foreground}" stroke-width="${strokeWidth}"${attributes.replace(' font-weight="700"', '')}/>`;
};

const drawRun = (run: Run, row: number): string[] => {
	const x = padding + run.column * cellWidth;
	const y = titleHeight + padding + row * cellHeight;
	const drawn: string[] = [];
	if (run.background !== defaults.background) {
		drawn.push(
			`<rect x="${number(x)}" y="${number(y)}" width="${number(run.width * cellWidth)}" height="${cellHeight}" fill="${run.background}" shape-rendering="crispEdges"/>`,
		);
	}

	const directions = arms[run.text];
	if (directions !== undefined) {
		return [...drawn, drawLines(directions, [x, y], run)];
	}

	const isDecorated = run.attributes.includes('text-decoration');
	const text = isDecorated ? run.text : run.text.trim();
	if (text === '') {
		return drawn;
	}

	const indent = isDecorated ? 0 : run.text.length - run.text.trimStart().length;
	const trailing = isDecorated ? 0 : run.text.length - run.text.trimEnd().length;
	drawn.push(
		`<text x="${number(x + indent * cellWidth)}" y="${number(y + baseline)}" textLength="${number((run.width - indent - trailing) * cellWidth)}" lengthAdjust="spacingAndGlyphs" fill="${run.foreground}"${run.attributes}>${escape(text)}</text>`,
	);
	return drawn;
};

/** Draws what the terminal shows now, in a window with a title. */
export const terminalToSvg = (terminal: Terminal, {title}: {readonly title: string}): string => {
	const width = number(terminal.columns * cellWidth + 2 * padding);
	const height = number(terminal.rows * cellHeight + 2 * padding + titleHeight);
	const rows = Array.from({length: terminal.rows}, (_, row) => runsOf(terminal, row).flatMap(run => drawRun(run, row)));
	const {x, y, visible} = terminal.cursor();
	const cursor = visible
		? [
				`<rect x="${number(padding + x * cellWidth)}" y="${number(titleHeight + padding + y * cellHeight)}" width="${cellWidth}" height="${cellHeight}" fill="${defaults.foreground}" opacity="0.5"/>`,
			]
		: [];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${escape(title)}</title>`,
		`<rect x="0.5" y="0.5" width="${number(Number(width) - 1)}" height="${number(Number(height) - 1)}" rx="10" fill="${defaults.background}" stroke="${defaults.frame}"/>`,
		...['#ff5f57', '#febc2e', '#28c840'].map(
			(fill, index) => `<circle cx="${20 + index * 18}" cy="18" r="5.5" fill="${fill}"/>`,
		),
		`<g font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="${fontSize}" xml:space="preserve" fill="none">`,
		`<text x="${number(Number(width) / 2)}" y="23" text-anchor="middle" font-size="13" fill="${defaults.title}">${escape(title)}</text>`,
		...rows.flat(),
		...cursor,
		'</g>',
		'</svg>',
		'',
	].join('\n');
};

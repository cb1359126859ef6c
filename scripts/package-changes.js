// What the build changes of the packages on their way into the program, so that it starts and draws faster.

/** What a screen is drawn with takes one column each, and nothing of it joins to what stands beside it, as with ASCII. */
const oneColumn = String.raw`/^[\u0020-\u007E\u00B7\u00D7\u2014\u2026\u203A\u2190-\u2193\u2500-\u257F\u25CB-\u25CF\u2713]*$$/`;

/** In a file of a package: from a text that must be there to another. */
const changes = [
	{
		// The first segmenter takes 6 ms to make, and plain text needs none.
		file: /(?:string-width\/index|ink\/build\/line-update|slice-ansi\/tokenize-ansi)\.js$/,
		from: /(?<=^const \w+ = )new Intl\.Segmenter\([^)]*\)(?=;$)/gm,
		to: '{segment(text) { return (this.made ??= $&).segment(text); }}',
	},
	{
		// This pattern takes 50 ms to make: it is made for what may be an emoji.
		file: /string-width\/index\.js$/,
		from: String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
		to: String.raw`
			const mayBeEmoji = /^(?:\p{Emoji_Presentation}|\p{Emoji}.)/su;
			let emoji;
			const rgiEmojiRegex = {test: text => mayBeEmoji.test(text) && (emoji ??= new RegExp('^\\p{RGI_Emoji}$$', 'v')).test(text)};`,
	},
	{
		file: /string-width\/index\.js$/,
		from: String.raw`/^[\u0020-\u007E]*$/.test(string)`,
		to: `${oneColumn}.test(string)`,
	},
	{
		file: /ink\/build\/line-update\.js$/,
		from: '/^[ -~]*$/u',
		to: oneColumn,
	},
	{
		// The characters of a text that look alike share how they look: nobody changes it, and it is compared with each drawing.
		file: /ansi-tokenize\/build\/styledChars\.js$/,
		from: 'styles: [...codes]',
		to: 'styles: codes',
	},
	{
		// What looks for a package.json and checks it is half of meow: it is given ours.
		file: /meow\/build\/options\.js$/,
		from: `import { a as readPackageUpSync, n as normalizePackageData } from './dependencies.js';`,
		to: 'const readPackageUpSync = () => undefined; const normalizePackageData = () => undefined;',
	},
	{
		// What is left of how it would run another program would load what is needed to run one.
		file: /meow\/build\/dependencies\.js$/,
		from: /^promisify\(execFile\);$/gm,
		to: '',
	},
	{
		// CommonJS modules that nobody imports then are left out.
		file: /meow\/build\/dependencies\.js$/,
		from: /= (?=require[\w$]+\(\);$|getDefaultExportFromCjs\()/gm,
		to: '= /* @__PURE__ */ ',
	},
	{
		// React's developer tools are not shipped.
		file: /ink\/build\/reconciler\.js$/,
		from: /if \(process\.env\['DEV'] === 'true'\) {\n.*?\n}\n/gs,
		to: '',
	},
	{
		// What it draws of a fault is an excerpt of the source, which is not there: run-screen.tsx says what has happened.
		file: /ink\/build\/components\/ErrorBoundary\.js$/,
		from: `import ErrorOverview from './ErrorOverview.js';`,
		to: 'const ErrorOverview = () => null;',
	},
	{
		// A frame is mostly what the frame before it was: what was found out of its texts is kept, as long as they are not too many.
		file: /ink\/build\/output\.js$/,
		from: 'caches = new OutputCaches();',
		to: 'caches = OutputCaches.kept();',
	},
	{
		file: /ink\/build\/output\.js$/,
		from: /const characterLines = \[\[]];.*?(?<=let lines = )characterLines\.map\(line => styledCharsToString\(line\)\);/gs,
		to: 'let lines = this.caches.getLines(text);',
	},
	{
		file: /ink\/build\/output\.js$/,
		from: 'class OutputCaches {',
		to: String.raw`
			class OutputCaches {
				static last;
				static kept() {
					const {last} = OutputCaches;
					const isFull = last === undefined || Math.max(last.lines.size, last.styledChars.size, last.widths.size) > 1024;
					return isFull ? (OutputCaches.last = new OutputCaches()) : last;
				}
				rows = [];
				lines = new Map();
				getLines(text) {
					let lines = this.lines.get(text);
					if (lines === undefined) {
						const characterLines = [[]];
						for (const character of this.getStyledChars(text)) {
							if (character.value === '\n') {
								characterLines.push([]);
							} else {
								characterLines.at(-1).push(character);
							}
						}
						lines = characterLines.map(line => styledCharsToString(line));
						this.lines.set(text, lines);
					}
					return lines;
				}`,
	},
	{
		// Cells are put in the place of others, and never changed: one blank stands for all, and a row of the same cells is the same text.
		file: /ink\/build\/output\.js$/,
		from: /(?<=row\.push\(){[^}]*}(?=\);)/g,
		to: '(this.caches.blank ??= $&)',
	},
	{
		file: /ink\/build\/output\.js$/,
		from: /\.map\(line => {\s*\/\/ See [^\n]*\n\s*(const lineWithoutEmptyItems = [^;]*;)\s*return ([^;]*);\s*}\)/g,
		to: `.map((line, y) => {
				const before = this.caches.rows[y];
				if (before?.cells.length === line.length && line.every((cell, x) => cell === before.cells[x])) {
					return before.text;
				}
				$1
				const text = $2;
				this.caches.rows[y] = {cells: line, text};
				return text;
			})`,
	},
	{
		file: /ink\/build\/output\.js$/,
		from: 'const characterWidth = Math.max(1, this.caches.getStringWidth(character.value));',
		to: 'const characterWidth = (character.columns ??= Math.max(1, this.caches.getStringWidth(character.value)));',
	},
	{
		// Each text of a frame is looked through for what a terminal must not get: once.
		file: /ink\/build\/sanitize-ansi\.js$/,
		from: 'export default sanitizeAnsi;',
		to: `
			const known = new Map();
			export default text => {
				let sane = known.get(text);
				if (sane === undefined) {
					sane = sanitizeAnsi(text);
					if (known.size > 1024) {
						known.clear();
					}
					known.set(text, sane);
				}
				return sane;
			};`,
	},
	{
		// Its own way to WebAssembly goes through fetch, and so through all of undici.
		file: /yoga-layout\/dist\/src\/index\.js$/,
		from: 'const Yoga = wrapAssembly(await loadYoga());',
		to: `
			import {readFileSync} from 'node:fs';
			const library = {
				instantiateWasm(imports, onInstance) {
					const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(new URL('yoga.wasm', import.meta.url))), imports);
					onInstance(instance);
					return instance.exports;
				},
			};
			loadYoga(library);
			const Yoga = wrapAssembly(library);`,
	},
];

/** The file as the program gets it. Throws where a package is another one than is known here. */
export const change = (name, contents) => {
	let changed = contents;
	for (const {from, to} of changes.filter(({file}) => file.test(name))) {
		const before = changed;
		changed = before.replaceAll(from, to);
		if (changed === before) {
			throw new Error(`${name} is another one than package-changes.js knows: ${from} is not in it.`);
		}
	}

	return changed;
};

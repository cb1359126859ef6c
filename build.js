// Builds the program into a few files that need nothing but Node: `npm run build`.
import {Buffer} from 'node:buffer';
import {chmod, mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';
import {noticesOf} from './notices.js';

const folder = 'dist';

/** What is changed of the packages on their way into the program: from a text that must be there to another. */
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
		// What a screen is drawn with takes one column each, as ASCII does.
		file: /string-width\/index\.js$/,
		from: String.raw`/^[\u0020-\u007E]*$/.test(string)`,
		to: String.raw`/^[\u0020-\u007E\u00B7\u00D7\u2014\u2026\u203A\u2190-\u2193\u2500-\u257F\u25CB-\u25CF\u2713]*$$/.test(string)`,
	},
	{
		// What looks for a package.json and checks it is half of meow: it is given ours.
		file: /meow\/build\/options\.js$/,
		from: `import { a as readPackageUpSync, n as normalizePackageData } from './dependencies.js';`,
		to: 'const readPackageUpSync = () => undefined; const normalizePackageData = () => undefined;',
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

const slimmer = {
	name: 'slimmer',
	setup({onLoad}) {
		onLoad({filter: /node_modules.*\.js$/}, async ({path: name}) => {
			const wanted = changes.filter(({file}) => file.test(name));
			if (wanted.length === 0) {
				return undefined;
			}

			let contents = await readFile(name, 'utf8');
			for (const {from, to} of wanted) {
				const changed = contents.replaceAll(from, to);
				if (changed === contents) {
					return {errors: [{text: `${name} is another one than build.js knows: ${from} is not in it.`}]};
				}

				contents = changed;
			}

			return {contents};
		});
	},
};

/** As a file of its own it is a third smaller, and nobody has to read it as JavaScript. */
const assembly = {
	name: 'assembly',
	setup({onLoad}) {
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path: name}) => {
			const text = await readFile(name, 'utf8');
			const encoded = /(?<=")data:application\/octet-stream;base64,(?<bytes>[^"]{1000,})(?=")/.exec(text);
			if (!encoded) {
				return {errors: [{text: `${name} has changed: look at build.js.`}]};
			}

			await writeFile(path.join(folder, 'yoga.wasm'), Buffer.from(encoded.groups.bytes, 'base64'));
			return {contents: text.replace(encoded[0], 'data:application/octet-stream;base64,')};
		});
	},
};

await mkdir(folder, {recursive: true});
const {metafile} = await build({
	entryPoints: ['source/cli.tsx'],
	outdir: folder,
	bundle: true,
	// What only some uses of the program need is a file of its own, and read when it is needed.
	splitting: true,
	chunkNames: '[name]-[hash]',
	platform: 'node',
	format: 'esm',
	target: 'node20',
	minify: true,
	legalComments: 'none',
	define: {'process.env.NODE_ENV': '"production"'},
	// Some of the bundled packages are CommonJS and call require.
	banner: {js: 'import {createRequire as socketChatRequire} from "node:module";const require=socketChatRequire(import.meta.url);'},
	plugins: [slimmer, assembly],
	metafile: true,
	logLevel: 'warning',
});

await chmod(path.join(folder, 'cli.js'), 0o755);

const notices = path.join(folder, 'notices.txt');
await writeFile(notices, await noticesOf(Object.keys(metafile.inputs)));

const made = new Set([path.join(folder, 'yoga.wasm'), notices, ...Object.keys(metafile.outputs).map(name => path.normalize(name))]);
const names = await readdir(folder);
const old = names.filter(name => !made.has(path.join(folder, name)));
await Promise.all(old.map(async name => rm(path.join(folder, name), {recursive: true})));

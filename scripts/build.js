// Builds the program into a few files of CommonJS that need nothing but Node: `npm run build`.
import {Buffer} from 'node:buffer';
import {chmod, mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import {createRequire, isBuiltin} from 'node:module';
import path from 'node:path';
import {build, transform} from 'esbuild';
import {noticesOf} from './notices.js';
import {change} from './package-changes.js';

const folder = 'dist';

const slimmer = {
	name: 'slimmer',
	setup({onLoad}) {
		onLoad({filter: /node_modules.*\.js$/}, async ({path: name}) => {
			const contents = await readFile(name, 'utf8');
			const changed = change(name, contents);
			return changed === contents ? undefined : {contents: changed};
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
				return {errors: [{text: `${name} has changed: look at scripts/build.js.`}]};
			}

			await writeFile(path.join(folder, 'yoga.wasm'), Buffer.from(encoded.groups.bytes, 'base64'));
			return {contents: text.replace(encoded[0], 'data:application/octet-stream;base64,')};
		});
	},
};

/** Node starts CommonJS sooner, and its compiled form can be kept on every version: what was cut into files as ESM is turned into that. */
const toCommonJs = async ({path: name, text}) => {
	const file = name.replace(/\.js$/, '.cjs');
	const [, start, code] = /^(#![^\n]*\n)?(.*)$/s.exec(text.replaceAll(/(?<=["']\.\/[\w-]+\.)js(?=["'])/g, 'cjs'));
	const {code: changed} = await transform(code, {
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		minify: true,
		supported: {'dynamic-import': false},
		define: {'import.meta.url': 'socketChatUrl', 'import.meta': 'socketChatMeta'},
	});
	// To Node's own modules everything is a property: getters for a copy of each of their hundreds would be made at every start.
	const light = changed.replaceAll(/[\w$]+\(require\(("[\w:/]+")\)(?:,1)?\)/g, (whole, name) =>
		isBuiltin(JSON.parse(name)) ? `socketChatBuiltin(${name})` : whole,
	);
	const url = 'require("node:url").pathToFileURL(__filename).href';
	const meta = [
		['socketChatUrl', url],
		['socketChatMeta', `{url:${url}}`],
		['socketChatBuiltin', '(name,module=require(name))=>Object.create(module,{default:{value:module}})'],
	].map(([variable, value]) => (light.includes(variable) ? `const ${variable}=${value};` : ''));
	await writeFile(file, [start, ...meta, light].join(''));
	return file;
};

await mkdir(folder, {recursive: true});
const {metafile, outputFiles} = await build({
	entryPoints: [{in: 'source/start.ts', out: 'cli'}],
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
	// Of what two packages want in two versions, Ink's does for both.
	alias: {chalk: createRequire(import.meta.resolve('ink')).resolve('chalk')},
	plugins: [slimmer, assembly],
	metafile: true,
	write: false,
	logLevel: 'warning',
});

const files = await Promise.all(outputFiles.map(async file => toCommonJs(file)));
await chmod(path.join(folder, 'cli.cjs'), 0o755);

const notices = path.join(folder, 'notices.txt');
const shipped = Object.values(metafile.outputs).flatMap(({inputs}) =>
	Object.entries(inputs)
		.filter(([, {bytesInOutput}]) => bytesInOutput > 0)
		.map(([name]) => name),
);
await writeFile(notices, await noticesOf([...new Set(shipped)]));

const made = new Set(['yoga.wasm', 'notices.txt', ...files.map(file => path.basename(file))]);
const names = await readdir(folder);
const old = names.filter(name => !made.has(name));
await Promise.all(old.map(async name => rm(path.join(folder, name), {recursive: true})));

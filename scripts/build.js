// Builds the program into a few CommonJS files that need nothing but Node: `npm run build`.
import {Buffer} from 'node:buffer';
import {chmod, mkdir, readFile, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {collectNotices} from './notices.js';
import {toCommonJs} from './to-common-js.js';

const folder = 'dist';

/**
Replaces a file as a whole, so that a program that starts meanwhile reads the old one or the new
one.
*/
const replaceFile = async (file, contents) => {
	const next = `${file}.${process.pid}`;
	await writeFile(next, contents);
	await rename(next, file);
};

const stub = name => ({path: path.resolve('scripts/stubs', name)});

/** Replaces modules that the bundle needs in another form; each stub says why. */
const stubs = {
	name: 'stubs',
	setup({onResolve}) {
		onResolve({filter: /^yoga-layout$/}, () => stub('yoga-layout.js'));
		onResolve({filter: /^\.\/ErrorOverview\.js$/}, () => stub('error-overview.js'));
	},
};

/**
Moves Yoga's WebAssembly into a file of its own: it is a third smaller than as base64, and is not
parsed as JavaScript.
*/
const webAssembly = {
	name: 'web-assembly',
	setup({onLoad}) {
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path: name}) => {
			const text = await readFile(name, 'utf8');
			const encoded = /(?<=")data:application\/octet-stream;base64,(?<bytes>[^"]{1000,})(?=")/.exec(text);
			if (!encoded) {
				return {errors: [{text: `${name} has another form than scripts/build.js knows.`}]};
			}

			await replaceFile(path.join(folder, 'yoga.wasm'), Buffer.from(encoded.groups.bytes, 'base64'));
			return {contents: text.replace(encoded[0], 'data:application/octet-stream;base64,')};
		});
	},
};

await mkdir(folder, {recursive: true});
const {metafile, outputFiles} = await build({
	entryPoints: [{in: 'source/start.ts', out: 'cli'}],
	outdir: folder,
	bundle: true,
	// What only some runs of the program need is a file of its own, and is read when it is needed.
	splitting: true,
	chunkNames: '[name]-[hash]',
	platform: 'node',
	format: 'esm',
	target: 'node20',
	minify: true,
	legalComments: 'none',
	define: {'process.env.NODE_ENV': '"production"'},
	// Two packages want chalk in two versions: Ink's serves both.
	alias: {chalk: createRequire(import.meta.resolve('ink')).resolve('chalk')},
	plugins: [stubs, webAssembly],
	metafile: true,
	write: false,
	logLevel: 'warning',
});

const files = await Promise.all(
	outputFiles.map(async ({path: name, text}) => {
		const file = name.replace(/\.js$/, '.cjs');
		await replaceFile(file, await toCommonJs(text));
		return file;
	}),
);
await chmod(path.join(folder, 'cli.cjs'), 0o755);

const bundled = Object.values(metafile.outputs).flatMap(({inputs}) =>
	Object.entries(inputs)
		.filter(([, {bytesInOutput}]) => bytesInOutput > 0)
		.map(([name]) => name),
);
await replaceFile(path.join(folder, 'notices.txt'), await collectNotices([...new Set(bundled)]));

const built = new Set(['yoga.wasm', 'notices.txt', ...files.map(file => path.basename(file))]);
const names = await readdir(folder);
const stale = names.filter(name => !built.has(name));
await Promise.all(stale.map(async name => rm(path.join(folder, name), {recursive: true})));

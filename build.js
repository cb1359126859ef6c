// Builds the program into a few files that need nothing but Node: `npm run build`.
import {Buffer} from 'node:buffer';
import {chmod, mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';
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

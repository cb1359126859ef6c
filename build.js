// Builds the program into one file that needs nothing but Node: `npm run build`.
import {chmod, mkdir} from 'node:fs/promises';
import {build} from 'esbuild';

/** Ink asks for React's developer tools only when DEV=true: they are not shipped. */
const withoutDevtools = {
	name: 'without-devtools',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^react-devtools-core$/}, () => ({path: 'react-devtools-core', namespace: 'stub'}));
		onLoad({filter: /.*/, namespace: 'stub'}, () => ({contents: 'export default {};'}));
	},
};

await mkdir('dist', {recursive: true});
await build({
	entryPoints: ['source/cli.tsx'],
	outfile: 'dist/cli.js',
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	minify: true,
	legalComments: 'none',
	define: {'process.env.NODE_ENV': '"production"'},
	// Some of the bundled packages are CommonJS and call require.
	banner: {
		js: '#!/usr/bin/env node\nimport {createRequire as socketChatRequire} from "node:module";const require=socketChatRequire(import.meta.url);',
	},
	plugins: [withoutDevtools],
	logLevel: 'warning',
});
await chmod('dist/cli.js', 0o755);

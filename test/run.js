#!/usr/bin/env node
/**
Runs the tests: `node test/run.js [unit|end-to-end] [file or folder…] [option of node…]`.

`end-to-end` is test/end-to-end and test/lab: the tests that need the built program, a terminal, or
both. `unit` is the rest. With `SOCKET_CHAT_PROGRAM=path/to/dist/cli.cjs`, end-to-end tests run
another build.
Tests run on the node that runs this file: `path/to/node24 test/run.js` tests on that one.
*/
import {spawn} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {buildTests} from './build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const endToEnd = ['end-to-end', 'lab'].map(name => path.join('test', name) + path.sep);
const isEndToEnd = file => endToEnd.some(folder => file.startsWith(folder));

const fail = sentence => {
	console.error(sentence);
	process.exit(1);
};

// Node 20 takes no glob for --test, so the files are found here.
const allFiles = readdirSync(path.join(root, 'test'), {recursive: true})
	.map(file => path.join('test', file))
	.filter(file => /\.test\.tsx?$/.test(file))
	.toSorted();

const groups = {
	unit: file => !isEndToEnd(file),
	'end-to-end': isEndToEnd,
};

const args = process.argv.slice(2);
const inGroup = Object.hasOwn(groups, args[0]) ? groups[args.shift()] : () => true;

const nodeOptions = [];
const wanted = [];
for (const [index, arg] of args.entries()) {
	const name = path.relative(root, path.resolve(arg));
	const named = allFiles.filter(file => file === name || file.startsWith(name + path.sep));
	if (named.length > 0) {
		wanted.push(...named);
	} else if (arg.startsWith('-') || /^--[^=]+$/.test(args[index - 1] ?? '')) {
		nodeOptions.push(arg);
	} else {
		fail(`No test file is called ${arg}.`);
	}
}

const files = (wanted.length > 0 ? [...new Set(wanted)] : allFiles).filter(file => inGroup(file));
if (files.length === 0) {
	fail('No test file was found.');
}

const folder = await buildTests(files);
const built = files.map(file => path.join(folder, file.replace(/\.tsx?$/, '.js')));

// Many tests wait more than they compute.
const concurrency = availableParallelism() + 1;

// Keeps a test that hangs from hanging the run; it judges no speed. Before Node 24, --test-timeout
// limits a whole file and not one test.
const isPerTest = Number(process.versions.node.split('.')[0]) >= 24;
const timeout = isPerTest ? 180_000 : 600_000;

const child = spawn(
	process.execPath,
	[
		'--enable-source-maps',
		'--test',
		...(nodeOptions.some(option => option.startsWith('--test-reporter')) ? [] : ['--test-reporter=spec']),
		`--test-concurrency=${concurrency}`,
		`--test-timeout=${timeout}`,
		...nodeOptions,
		...built,
	],
	{
		cwd: root,
		stdio: 'inherit',
		// React's development build: it checks more, and only there does StrictMode mount twice.
		env: {...process.env, NODE_ENV: 'development', SOCKET_CHAT_TEST_BUILD: folder},
	},
);
child.on('error', error => {
	fail(error.message);
});
child.on('exit', code => {
	process.exitCode = code ?? 1;
});

/**
Runs everything that must hold: `npm test`. Types and lint run beside the tests, because many tests
wait more than they compute. The output of each is printed whole, that of the tests last.
*/
import {spawn} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const script = (...names) => path.join(root, ...names);

/**
Starts a script of Node. Resolves with whether it succeeded; `onOutput` receives all that it prints.
*/
const run = async (args, onOutput) =>
	new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {cwd: root, stdio: ['ignore', 'pipe', 'pipe']});
		child.stdout.on('data', onOutput);
		child.stderr.on('data', onOutput);
		child.on('error', reject);
		child.on('close', code => {
			resolve(code === 0);
		});
	});

const print = chunk => {
	process.stdout.write(chunk);
};

const failed = [];
const step = async (name, args, onOutput) => {
	if (!(await run(args, onOutput))) {
		failed.push(name);
	}
};

await step('build', [script('scripts', 'build.js')], print);
if (failed.length === 0) {
	const held = [];
	let isChecking = true;
	const tests = step('tests', [script('test', 'run.js')], chunk => {
		if (isChecking) {
			held.push(chunk);
		} else {
			print(chunk);
		}
	});
	await step('types', [script('node_modules', 'typescript', 'bin', 'tsc')], print);
	await step('lint', [script('node_modules', 'xo', 'dist', 'cli.js')], print);
	isChecking = false;
	for (const chunk of held) {
		print(chunk);
	}

	await tests;
}

if (failed.length > 0) {
	console.error(`Failed: ${failed.join(', ')}.`);
	process.exitCode = 1;
}

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';
import fc from 'fast-check';

const root = path.resolve(import.meta.dirname, '../..');
const patches = path.join(root, 'patches');
const modules = path.join(root, 'node_modules');
const canReverse = spawnSync('git', ['--version']).status === 0;

type Operation = {
	readonly x: number;
	readonly y: number;
	readonly text: string;
	readonly isClipped: boolean;
	readonly isLoud: boolean;
};

type Output = {
	write: (
		x: number,
		y: number,
		text: string,
		options: {readonly transformers: ReadonlyArray<(line: string) => string>},
	) => void;
	clip: (clip: Readonly<Record<string, number>>) => void;
	unclip: () => void;
	get: () => {readonly output: string; readonly height: number};
};

type OutputClass = new (size: {readonly width: number; readonly height: number}) => Output;

/**
Imports a file of a package as it was before its patch, from a folder where it finds the packages
that it imports.
*/
const importOriginal = async (t: TestContext, name: string, patch: string): Promise<{readonly default: unknown}> => {
	const scratch = mkdtempSync(path.join(tmpdir(), 'socket-chat-patch-'));
	mkdirSync(path.join(modules, '.cache'), {recursive: true});
	const folder = mkdtempSync(path.join(modules, '.cache', 'socket-chat-'));
	t.after(() => {
		rmSync(scratch, {recursive: true});
		rmSync(folder, {recursive: true});
	});
	const copy = path.join(scratch, 'node_modules', name);
	mkdirSync(path.dirname(copy), {recursive: true});
	copyFileSync(path.join(modules, name), copy);
	const reverse = ['apply', '--reverse', `--include=node_modules/${name}`, path.join(patches, patch)];
	const {status, stderr} = spawnSync('git', reverse, {cwd: scratch, encoding: 'utf8'});
	assert.equal(status, 0, stderr);
	assert.notEqual(readFileSync(copy, 'utf8'), readFileSync(path.join(modules, name), 'utf8'), 'the patch is applied');
	// With the files that it imports beside it.
	cpSync(path.join(modules, path.dirname(name)), folder, {recursive: true});
	const file = path.join(folder, path.basename(name));
	copyFileSync(copy, file);
	return import(pathToFileURL(file).href) as Promise<{readonly default: unknown}>;
};

const importPatched = async (name: string) =>
	import(pathToFileURL(path.join(modules, name)).href) as Promise<{readonly default: unknown}>;

const draw = (output: Output, operations: readonly Operation[]) => {
	for (const {x, y, text, isClipped, isLoud} of operations) {
		if (isClipped) {
			output.clip({x1: 5, x2: 30, y1: 1, y2: 9});
		}

		output.write(x, y, text, {transformers: isLoud ? [line => line.toUpperCase()] : []});
		if (isClipped) {
			output.unclip();
		}
	}

	return output.get();
};

const piece = fc.constantFrom(
	'abc ',
	'日本',
	'👩‍👩‍👧',
	'e\u{301}',
	'\u{1B}[1mbold\u{1B}[22m',
	'\u{1B}[31mred\u{1B}[39m',
	'\u{1B}[7m',
	'\u{200B}',
	'│',
	'🇩🇪',
	'x\ny',
	'  ',
);
const operation: fc.Arbitrary<Operation> = fc.record({
	x: fc.integer({min: 0, max: 50}),
	y: fc.integer({min: 0, max: 11}),
	text: fc.array(piece, {minLength: 1, maxLength: 6}).map(pieces => pieces.join('')),
	isClipped: fc.boolean(),
	isLoud: fc.boolean(),
});
/** Frames in a row, each mostly as the one before. */
const frames = fc
	.tuple(fc.array(operation, {maxLength: 12}), fc.array(operation, {maxLength: 8}))
	.map(([first, changes]) => [first, ...changes.map((_, index) => [...first, ...changes.slice(0, index + 1)]), first]);

const skip = canReverse ? false : 'needs git, which reverses the patches';

test('the frames that Ink composes are the same with its patch as without', {skip}, async t => {
	const name = 'ink/build/output.js';
	const {default: Original} = (await importOriginal(t, name, 'ink+8.0.0.patch')) as {readonly default: OutputClass};
	const {default: Patched} = (await importPatched(name)) as {readonly default: OutputClass};
	const size = {width: 60, height: 12};
	fc.assert(
		fc.property(frames, each => {
			for (const operations of each) {
				assert.deepEqual(draw(new Patched(size), operations), draw(new Original(size), operations));
			}
		}),
		{numRuns: 300},
	);
});

const texts = fc.array(piece, {maxLength: 8}).map(pieces => pieces.join(''));

for (const [name, patch] of [
	['string-width/index.js', 'string-width+8.3.0.patch'],
	['ink/build/sanitize-ansi.js', 'ink+8.0.0.patch'],
] as const) {
	test(`${name} returns the same with its patch as without`, {skip}, async t => {
		const {default: original} = (await importOriginal(t, name, patch)) as {readonly default: (text: string) => unknown};
		const {default: patched} = (await importPatched(name)) as {readonly default: (text: string) => unknown};
		fc.assert(
			fc.property(texts, text => {
				assert.deepEqual(patched(text), original(text));
			}),
			{numRuns: 500},
		);
	});
}

test(
	'Ink writes the same for a changed row with its patch as without, and a row with other characters whole',
	{skip},
	async t => {
		type LineUpdate = (previous: string, next: string, columns: number) => unknown;
		const name = 'ink/build/line-update.js';
		const {default: original} = (await importOriginal(t, name, 'ink+8.0.0.patch')) as {readonly default: LineUpdate};
		const {default: patched} = (await importPatched(name)) as {readonly default: LineUpdate};
		const isPlain = (text: string) =>
			/^[ -~·×—…›←-↓\u2500-\u257F○-●✓]*$/.test(text.replaceAll('\u{1B}', 'ä').replaceAll(/ä\[[\d;]*m/g, ''));
		const line = texts.map(text => text.replaceAll('\n', ''));
		fc.assert(
			fc.property(line, line, fc.integer({min: 1, max: 80}), (previous, next, columns) => {
				const expected =
					isPlain(previous) && isPlain(next) ? original(previous, next, columns) : `\u{1B}[1G\u{1B}[K${next}`;
				assert.deepEqual(patched(previous, next, columns), expected);
			}),
			{numRuns: 500},
		);
	},
);

test('each patch is explained, and is for the version that package.json pins or a dependency brings', () => {
	const readme = readFileSync(path.join(patches, 'readme.md'), 'utf8');
	for (const file of readdirSync(patches).filter(each => each.endsWith('.patch'))) {
		const {name = '', version = ''} = /^(?<name>.*)\+(?<version>[^+]+)\.patch$/.exec(file)?.groups ?? {};
		const installed = JSON.parse(readFileSync(path.join(modules, name.replace('+', '/'), 'package.json'), 'utf8')) as {
			readonly version: string;
		};
		assert.equal(installed.version, version, file);
		assert.ok(readme.includes(`\`${name.replace('+', '/')}\``), `patches/readme.md explains ${file}`);
	}
});

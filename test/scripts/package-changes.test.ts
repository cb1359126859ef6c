import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';
import fc from 'fast-check';
import {change} from '../../scripts/package-changes.js';

const modules = path.resolve(import.meta.dirname, '../../node_modules');

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

/** A package's file as the program gets it, beside the packages that it imports. */
const importChanged = async (t: TestContext, name: string): Promise<{readonly default: OutputClass}> => {
	mkdirSync(path.join(modules, '.cache'), {recursive: true});
	const folder = mkdtempSync(path.join(modules, '.cache', 'socket-chat-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	const file = path.join(folder, 'changed.mjs');
	writeFileSync(file, change(name, readFileSync(name, 'utf8')));
	return import(pathToFileURL(file).href) as Promise<{readonly default: OutputClass}>;
};

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
/** Frame after frame: most of each is as it was before. */
const frames = fc
	.tuple(fc.array(operation, {maxLength: 12}), fc.array(operation, {maxLength: 8}))
	.map(([first, changes]) => [first, ...changes.map((_, index) => [...first, ...changes.slice(0, index + 1)]), first]);

test('what is kept from frame to frame changes no cell of what Ink composes', async t => {
	const name = path.join(modules, 'ink/build/output.js');
	const {default: Original} = (await import(pathToFileURL(name).href)) as {readonly default: OutputClass};
	const {default: Changed} = await importChanged(t, name);
	const size = {width: 60, height: 12};
	fc.assert(
		fc.property(frames, each => {
			for (const operations of each) {
				assert.deepEqual(draw(new Changed(size), operations), draw(new Original(size), operations));
			}
		}),
		{numRuns: 300},
	);
});

test('a package that is another one than was changed stops the build', () => {
	assert.throws(
		() => change('node_modules/ink/build/output.js', 'export default class {}'),
		/is another one than package-changes\.js knows/,
	);
	assert.equal(change('node_modules/other/index.js', 'as it is'), 'as it is');
});

import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const maximumColumns = 100;
const maximumLines = 250;
const medianLines = 80;

const list = (folder: string, pattern: RegExp): string[] =>
	readdirSync(path.join(root, folder), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile() && pattern.test(entry.name))
		.map(entry => path.relative(root, path.join(entry.parentPath, entry.name)))
		.filter(name => !/(?:^|[/\\])(?:node_modules|dist|\.test-build|\.git)[/\\]/.test(name));

const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

const code = ['source', 'test', 'scripts', 'benchmark'].flatMap(folder => list(folder, /\.(?:tsx?|js)$/));
const documents = [
	...readdirSync(root)
		.filter(name => name.endsWith('.md'))
		.toSorted(),
	...list('docs', /\.md$/),
];

/** A tab counts as four columns. */
const countColumns = (line: string) => [...line.replaceAll('\t', ' '.repeat(4))].length;

/** Returns the lines that are part of a comment and nothing else, each with its number from 1. */
const commentLines = (text: string) => {
	let isInBlock = false;
	return text.split('\n').flatMap((line, index) => {
		const start = line.trim();
		isInBlock ||= start.startsWith('/*');
		// A directive for the linter cannot be wrapped.
		const isComment = isInBlock || (start.startsWith('//') && !start.startsWith('// eslint-'));
		isInBlock &&= !start.includes('*/');
		return isComment ? [{line, number: index + 1}] : [];
	});
};

/**
Returns the lines of prose: not those of code blocks and tables, nor those that a long link fills.
*/
const proseLines = (text: string) => {
	let isInCode = false;
	return text.split('\n').flatMap((line, index) => {
		const isFence = line.trim().startsWith('```');
		isInCode = isFence ? !isInCode : isInCode;
		const isProse = !isInCode && !isFence && !/^\s*\|/.test(line) && !/^\W*\[[^\]]*]\([^)]*\)\W*$/.test(line);
		return isProse ? [{line, number: index + 1}] : [];
	});
};

const findLongLines = (names: readonly string[], select: typeof commentLines): string[] =>
	names.flatMap(name =>
		select(read(name))
			.filter(({line}) => countColumns(line) > maximumColumns)
			.map(({line, number}) => `${name}:${number} has ${countColumns(line)} columns`),
	);

test('comment lines end by column 100', () => {
	assert.deepEqual(findLongLines(code, commentLines), []);
});

test('prose lines of documents end by column 100', () => {
	assert.deepEqual(findLongLines(documents, proseLines), []);
});

test('no file in source/ has more than 250 lines, and half of them have fewer than 80', () => {
	const sizes = list('source', /\.tsx?$/).map(name => ({name, lines: read(name).trimEnd().split('\n').length}));
	assert.deepEqual(
		sizes.filter(({lines}) => lines > maximumLines).map(({name, lines}) => `${name} has ${lines} lines`),
		[],
	);
	const sorted = sizes.map(({lines}) => lines).toSorted((a, b) => a - b);
	assert.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) < medianLines);
});

test('nothing cites a document that is not in the repository', () => {
	const own = path.join('test', 'structure', 'style.test.ts');
	assert.deepEqual(
		[...code, ...documents].filter(name => name !== own && /design §|\bhouse\.md/.test(read(name))),
		[],
	);
});

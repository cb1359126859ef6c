import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const source = path.resolve(import.meta.dirname, '../source');

/** What each part may import, besides itself: dependencies point one way. Files directly in source/ are parts of their own. */
const arrows: Readonly<Record<string, readonly string[]>> = {
	'start.ts': ['compile-cache.ts', 'cli.tsx'],
	'cli.tsx': ['run.ts'],
	'compile-cache.ts': ['script-cache.ts'],
	'script-cache.ts': [],
	'run.ts': [
		'screen',
		'storage',
		'settings.ts',
		'run-lines.ts',
		'run-linear.ts',
		'open-chat.ts',
		'doors.ts',
		'transcript.ts',
		'paths.ts',
		'options.ts',
	],
	'run-lines.ts': ['line-mode.ts', 'open-chat.ts', 'doors.ts', 'signals.ts', 'options.ts'],
	'run-linear.ts': ['linear-mode.ts', 'ask-target.ts', 'open-chat.ts', 'signals.ts', 'options.ts', 'storage'],
	'ask-target.ts': ['doors.ts', 'join-target.ts', 'open-chat.ts', 'options.ts', 'text'],
	'linear-mode.ts': ['chat', 'farewell.ts', 'text'],
	'doors.ts': ['screen', 'open-chat.ts', 'join-target.ts', 'net', 'storage', 'options.ts'],
	'join-target.ts': ['net', 'storage', 'options.ts'],
	'open-chat.ts': ['chat', 'net', 'room', 'storage', 'text', 'options.ts', 'join-target.ts', 'descriptors.ts'],
	'settings.ts': ['chat', 'storage'],
	'transcript.ts': ['chat', 'paths.ts', 'text'],
	'paths.ts': [],
	'descriptors.ts': [],
	'line-mode.ts': ['chat', 'json-events.ts', 'farewell.ts', 'text', 'wire'],
	'json-events.ts': ['chat', 'text'],
	'farewell.ts': ['chat', 'text'],
	'signals.ts': ['chat'],
	'options.ts': ['net', 'wire', 'text'],
	screen: ['hooks', 'chat', 'text', 'options.ts', 'farewell.ts', 'signals.ts', 'join-target.ts', 'net', 'room'],
	hooks: ['chat'],
	chat: ['net', 'room', 'wire', 'text'],
	storage: ['room', 'text'],
	net: ['room', 'wire', 'text'],
	room: ['text'],
	wire: ['room', 'text'],
	text: [],
};

/** Packages and Node's modules that a part must not know. */
const forbidden: Readonly<Record<string, RegExp>> = {
	room: /^(node:(net|fs|tls|dgram|http).*|ink|react)/,
	wire: /^(node:(net|fs|tls|dgram|http).*|ink|react)/,
	text: /^(node:.*|ink|react)/,
	net: /^(ink|react)/,
	chat: /^(ink|react|node:(net|fs|tls))/,
	screen: /^node:(net|tls|dgram)/,
	hooks: /^node:(net|tls|dgram)/,
	'start.ts': /^(ink|react)/,
	'cli.tsx': /^(ink|react)/,
	'run.ts': /^(ink|react)/,
	'run-lines.ts': /^(ink|react|node:(net|tls))/,
	'line-mode.ts': /^(ink|react|node:(net|tls))/,
};

type Import = {readonly file: string; readonly part: string; readonly target: string; readonly isTypeOnly: boolean};

const partOf = (file: string): string => path.relative(source, file).split(path.sep)[0] ?? '';

const importsOf = (file: string): Import[] => {
	const text = readFileSync(file, 'utf8');
	const matches = text.matchAll(
		/(?:^|\n)(?:import|export)\s+(?<type>type\s)?[^;'"]*?(?:from\s+)?'(?<target>[^']+)'|import\('(?<dynamic>[^']+)'\)/g,
	);
	return [...matches].map(({groups = {}}) => ({
		file: path.relative(source, file),
		part: partOf(file),
		target: groups.target ?? groups.dynamic ?? '',
		isTypeOnly: groups.type !== undefined,
	}));
};

const imports = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.flatMap(name => importsOf(path.join(source, name)));

test('dependencies between the parts point one way', () => {
	assert.ok(imports.length > 100, 'the imports are found');
	for (const {file, part, target} of imports.filter(each => each.target.startsWith('.'))) {
		const to = partOf(path.resolve(source, path.dirname(file), target));
		if (to !== part && !target.endsWith('package.json')) {
			assert.ok(arrows[part]?.includes(to), `${file} imports ${target}`);
		}
	}
});

test('the parts know no more of the world than they should', () => {
	for (const {file, part, target} of imports) {
		assert.doesNotMatch(target, forbidden[part] ?? /^$/, `${file} imports ${target}`);
	}
});

test('a screen knows the net only by its types, and Ink is loaded only for the screen', () => {
	for (const {file, part, target, isTypeOnly} of imports) {
		if (part === 'screen' && /\/(net|room)\//.test(target)) {
			assert.ok(isTypeOnly, `${file} imports ${target}`);
		}
	}

	const run = readFileSync(path.join(source, 'run.ts'), 'utf8');
	assert.match(run, /await import\('\.\/screen\/run-screen\.tsx'\)/);
	assert.doesNotMatch(run, /\nimport [^;]*screen/);
});

test('the command line is read before anything else of the program is loaded', () => {
	assert.deepEqual(
		imports.filter(({part, target}) => part === 'cli.tsx' && target.startsWith('./')).map(({target}) => target),
		['./run.ts'],
	);
	assert.match(readFileSync(path.join(source, 'cli.tsx'), 'utf8'), /await import\('\.\/run\.ts'\)/);
	assert.match(readFileSync(path.join(source, 'start.ts'), 'utf8'), /keepCompiled\(\);\n.*\nvoid import\('\.\/cli\.tsx'\)/);
});

import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const source = path.resolve(import.meta.dirname, '../../source');

/**
What each folder of source/ may import besides itself: dependencies point one way. A name stands for
the folder and, unless the subfolder has an entry of its own, for what is below it.
*/
const arrows: Readonly<Record<string, readonly string[]>> = {
	'.': ['cli', 'output'],
	cli: [
		'cli/files',
		'screen',
		'screen/composer',
		'screen/primitives',
		'screen/terminal/modes',
		'line-mode',
		'line-mode/linear',
		'output',
		'targets',
		'chat',
		'chat/commands',
		'config',
		'discovery',
		'storage',
		'storage/files',
		'storage/repair',
		'net',
		'net/kernel',
		'net/host',
		'net/client',
		'net/dial',
		'room',
		'text',
	],
	'cli/files': [
		'line-mode',
		'chat',
		'chat/commands',
		'chat/socket-log',
		'chat/window',
		'storage/files',
		'net',
		'room',
		'text',
	],
	screen: [
		'screen/bars',
		'screen/commands',
		'screen/faults',
		'screen/invite',
		'screen/copying',
		'screen/find',
		'screen/composer',
		'screen/help',
		'screen/join',
		'screen/layout',
		'screen/messages',
		'screen/panes',
		'screen/primitives',
		'screen/question',
		'screen/view',
		'screen/xray',
		'screen/terminal',
		'screen/terminal/editor',
		'screen/terminal/modes',
		'screen/terminal/input',
		'hooks',
		'targets',
		'chat',
		'chat/commands',
		'chat/jump',
		'chat/xray',
		'chat/socket-log',
		'config',
		'text',
	],
	'screen/view': [
		'screen/bars',
		'screen/commands',
		'screen/composer',
		'screen/copying',
		'screen/faults',
		'screen/help',
		'screen/layout',
		'screen/panes',
		'screen/primitives',
		'screen/xray',
		'chat',
		'text',
	],
	'screen/invite': ['screen/primitives', 'chat/invitation'],
	'screen/faults': [
		'screen/bars',
		'screen/layout',
		'screen/terminal',
		'screen/primitives',
		'chat',
		'chat/commands',
		'chat/faults',
		'text',
	],
	'screen/commands': [
		'screen/bars',
		'screen/composer',
		'screen/layout',
		'screen/terminal',
		'screen/primitives',
		'chat',
		'chat/commands',
		'text',
	],
	'screen/copying': [
		'screen/bars',
		'screen/messages',
		'screen/messages/long-texts',
		'screen/layout',
		'screen/terminal',
		'screen/primitives',
		'chat',
		'chat/commands',
		'chat/window',
		'text',
	],
	'screen/help': ['screen/layout', 'screen/terminal', 'screen/primitives', 'chat/commands', 'text'],
	'screen/find': [
		'screen/composer',
		'screen/terminal',
		'screen/primitives',
		'chat',
		'chat/jump',
		'chat/window',
		'room',
		'text',
	],
	'screen/join': ['screen/bars', 'screen/composer', 'screen/terminal', 'screen/primitives', 'targets', 'text'],
	'screen/panes': [
		'screen/composer',
		'screen/messages',
		'screen/messages/long-texts',
		'screen/layout',
		'screen/terminal',
		'screen/primitives',
		'chat',
		'chat/commands',
		'chat/socket-log',
		'room',
		'text',
	],
	'screen/question': ['screen/bars', 'screen/terminal', 'screen/primitives', 'chat', 'chat/commands', 'text'],
	'screen/bars': [
		'chat/faults',
		'screen/composer',
		'screen/find',
		'screen/messages',
		'screen/layout',
		'screen/primitives',
		'chat',
		'chat/presence',
		'text',
	],
	'screen/composer': ['screen/terminal', 'screen/primitives', 'chat', 'chat/commands', 'text'],
	'screen/messages/long-texts': ['screen/layout', 'screen/primitives', 'chat', 'chat/window', 'text'],
	'screen/messages': [
		'screen/messages/long-texts',
		'screen/find',
		'screen/layout',
		'screen/terminal',
		'screen/primitives',
		'chat',
		'chat/invitation',
		'chat/window',
		'text',
	],
	'screen/xray': ['screen/terminal', 'screen/primitives', 'chat', 'chat/commands', 'chat/xray', 'text'],
	'screen/layout': ['screen/terminal', 'screen/primitives'],
	'screen/terminal/modes': ['screen/terminal', 'screen/terminal/editor', 'screen/terminal/input', 'output', 'text'],
	'screen/terminal/editor': ['text'],
	'screen/terminal': ['screen/terminal/input', 'screen/primitives'],
	'screen/terminal/input': [],
	'screen/primitives': ['chat', 'config', 'text'],
	'line-mode/linear': [
		'line-mode',
		'output',
		'chat',
		'chat/commands',
		'chat/invitation',
		'chat/jump',
		'chat/presence',
		'chat/socket-log',
		'config',
		'net',
		'room',
		'chat/window',
		'text',
	],
	'line-mode': [
		'line-mode/input',
		'targets',
		'chat',
		'chat/invitation',
		'chat/own-log',
		'chat/socket-log',
		'config',
		'net',
		'output',
		'text',
	],
	'line-mode/input': ['chat', 'net', 'wire', 'room', 'text'],
	output: ['text'],
	targets: ['discovery', 'storage', 'storage/files', 'config', 'net', 'text'],
	hooks: ['chat', 'chat/commands', 'net', 'net/flow', 'room'],
	chat: [
		'chat/faults',
		'net/faults',
		'chat/window',
		'chat/commands',
		'chat/invitation',
		'chat/listening',
		'chat/own-log',
		'chat/presence',
		'chat/socket-log',
		'chat/socket-log/fold',
		'chat/xray',
		'net',
		'net/kernel',
		'net/recording',
		'net/host',
		'net/host/plain',
		'net/client',
		'net/dial',
		'wire',
		'room',
		'text',
	],
	'chat/commands': ['chat/faults', 'chat/invitation', 'chat/jump', 'wire', 'room', 'text'],
	'chat/faults': ['net', 'net/faults', 'room', 'text'],
	'chat/invitation': ['net', 'text'],
	'chat/listening': ['net', 'net/dial', 'net/host/listening'],
	'chat/own-log': ['room'],
	'chat/presence': ['chat/commands', 'net', 'room', 'text'],
	'chat/socket-log': ['net', 'text'],
	'chat/socket-log/fold': ['chat/socket-log', 'net'],
	'chat/jump': ['chat/window', 'room', 'text'],
	'chat/window': ['text'],
	'chat/xray': ['net', 'net/kernel', 'net/recording', 'text'],
	config: ['storage/files', 'net', 'wire', 'text'],
	discovery: ['net', 'text'],
	storage: ['storage/log', 'storage/lock', 'storage/files', 'room', 'text'],
	'storage/repair': ['storage', 'storage/log', 'storage/lock', 'storage/files', 'room', 'text'],
	'storage/log': ['storage/files', 'room', 'text', 'text/search'],
	'storage/lock': ['storage/files', 'text'],
	'storage/files': ['text'],
	'net/host': [
		'net/faults',
		'net/host/search',
		'net/host/entry',
		'net/host/listening',
		'net/host/presence',
		'net/host/plain',
		'net/host/admission',
		'net',
		'net/flow',
		'net/turns',
		'wire',
		'room',
		'text',
	],
	'net/host/admission': ['net', 'room', 'text'],
	'net/host/listening': ['net', 'text'],
	'net/host/plain': ['net', 'net/turns', 'wire'],
	'net/host/search': ['net', 'net/flow', 'net/turns', 'wire', 'room', 'text', 'text/search'],
	'net/host/entry': ['net', 'wire', 'room', 'text'],
	'net/host/presence': ['net', 'wire', 'room', 'text'],
	'net/client': [
		'net/client/log',
		'net/client/outbox',
		'net',
		'net/dial',
		'net/flow',
		'net/turns',
		'wire',
		'room',
		'text',
	],
	'net/client/log': ['net', 'wire', 'room', 'text'],
	'net/client/outbox': ['net', 'net/flow', 'wire', 'room', 'text'],
	'net/dial': ['net/faults', 'net', 'text'],
	'net/flow': ['net', 'wire'],
	'net/faults': ['net'],
	net: ['net/turns', 'net/recording', 'wire', 'room', 'text'],
	'net/kernel': ['net'],
	'net/recording': [],
	'net/turns': [],
	wire: ['room', 'text'],
	room: ['text'],
	text: [],
	'text/search': ['text'],
};

/**
Packages and Node modules that a folder must not import; a subfolder without an entry has its
parent's.
*/
const forbidden: Readonly<Record<string, RegExp>> = {
	'.': /^(ink|react)/,
	room: /^(node:(net|fs|tls|dgram|http).*|ink|react)/,
	wire: /^(node:(net|fs|tls|dgram|http).*|ink|react)/,
	text: /^(node:.*|ink|react)/,
	net: /^(ink|react)/,
	chat: /^(ink|react|node:(net|fs|tls))/,
	screen: /^node:(net|tls|dgram)/,
	hooks: /^node:(net|tls|dgram)/,
	'line-mode': /^(ink|react|node:(net|tls))/,
};

type Import = {
	/** The importing file, relative to source/. */
	readonly file: string;
	readonly folder: string;
	/** The imported file relative to source/, or a package's name. */
	readonly target: string;
	readonly isLocal: boolean;
	readonly isTypeOnly: boolean;
};

const importPattern =
	/(?:^|\n)(?:import|export)\s+(?<type>type\s)?[^;'"]*?(?:from\s+)?'(?<target>[^']+)'|import\('(?<dynamic>[^']+)'\)/g;

const readImports = (file: string): Import[] => {
	const text = readFileSync(path.join(source, file), 'utf8');
	return [...text.matchAll(importPattern)].map(({groups = {}}) => {
		const name = groups.target ?? groups.dynamic ?? '';
		const isLocal = name.startsWith('.');
		return {
			file,
			folder: path.dirname(file),
			target: isLocal ? path.join(path.dirname(file), name) : name,
			isLocal,
			isTypeOnly: groups.type !== undefined,
		};
	});
};

const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name));
const imports = files.flatMap(file => readImports(file));
const localImports = imports.filter(({isLocal, target}) => isLocal && !target.endsWith('package.json'));

test('folders depend on each other one way', () => {
	assert.ok(imports.length > 500, 'the imports are found');
	for (const {file, folder, target} of localImports) {
		const to = path.dirname(target);
		if (to !== folder) {
			assert.ok(arrows[folder]?.includes(to), `${file} imports ${target}`);
		}
	}
});

test('no folder depends on itself by way of others', () => {
	const visit = (folder: string, way: readonly string[]) => {
		assert.ok(!way.includes(folder), [...way, folder].join(' → '));
		for (const next of arrows[folder] ?? []) {
			visit(next, [...way, folder]);
		}
	};

	for (const folder of Object.keys(arrows)) {
		visit(folder, []);
	}
});

test('no file imports itself by way of others, for types included', () => {
	const targets = new Map(
		files.map(file => [file, localImports.filter(each => each.file === file).map(({target}) => target)]),
	);
	const finished = new Set<string>();
	const visit = (file: string, way: readonly string[]) => {
		assert.ok(!way.includes(file), [...way, file].join(' → '));
		if (finished.has(file)) {
			return;
		}

		for (const target of targets.get(file) ?? []) {
			visit(target, [...way, file]);
		}

		finished.add(file);
	};

	for (const file of files) {
		visit(file, []);
	}
});

test('no folder holds more than 15 files, and source/ itself holds two', () => {
	const counts = new Map<string, number>();
	for (const file of files) {
		const folder = path.dirname(file);
		counts.set(folder, (counts.get(folder) ?? 0) + 1);
	}

	for (const [folder, count] of counts) {
		assert.ok(count <= 15, `source/${folder} holds ${count} files`);
	}

	assert.deepEqual(files.filter(file => path.dirname(file) === '.').toSorted(), ['cli.ts', 'start.ts']);
});

test('each folder imports only the packages and Node modules that its layer may know', () => {
	for (const {file, folder, target} of imports.filter(({isLocal}) => !isLocal)) {
		const pattern = forbidden[folder] ?? forbidden[folder.split('/')[0] ?? ''];
		assert.doesNotMatch(target, pattern ?? /^$/, `${file} imports ${target}`);
	}
});

test('the screen imports only types from net and room, and Ink is loaded for the screen only', () => {
	for (const {file, folder, target, isTypeOnly} of localImports) {
		if (folder.startsWith('screen') && /^(net|room)\//.test(target)) {
			assert.ok(isTypeOnly, `${file} imports ${target}`);
		}
	}

	const run = readFileSync(path.join(source, 'cli/run.ts'), 'utf8');
	assert.match(run, /await import\('\.\/run-screen\.tsx'\)/);
	assert.doesNotMatch(run, /\nimport [^;]*screen/);
});

test('the command line is parsed before the rest of the program is loaded', () => {
	assert.deepEqual(
		localImports.filter(({file}) => file === 'cli.ts').map(({target}) => target),
		['cli/help.ts', 'cli/output.ts', 'cli/switches.ts', 'output/standard-streams.ts', 'cli/run.ts'],
	);
	for (const file of ['cli/help.ts', 'cli/switches.ts']) {
		assert.doesNotMatch(readFileSync(path.join(source, file), 'utf8'), /^import\b|\bimport\(/m);
	}

	assert.match(readFileSync(path.join(source, 'cli.ts'), 'utf8'), /await import\('\.\/cli\/run\.ts'\)/);
	assert.match(
		readFileSync(path.join(source, 'start.ts'), 'utf8'),
		/enableCompileCache\(\);\n.*\nvoid import\('\.\/cli\.ts'\)/,
	);
});

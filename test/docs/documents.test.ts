import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandTable} from '../../source/chat/commands/command-table.ts';
import {findCommand} from '../../source/chat/commands/find-command.ts';
import {formatAliases, formatUsage} from '../../source/chat/commands/help-command.ts';
import type {CommandInfo} from '../../source/chat/commands/types.ts';
import {bells, themes} from '../../source/config/preferences.ts';
import * as limits from '../../source/net/limits.ts';
import {mainKeys, moreKeys} from '../../source/screen/help/key-help.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const readme = read('readme.md');
const documents = [
	'readme.md',
	'contributing.md',
	...readdirSync(path.join(root, 'docs')).map(name => `docs/${name}`),
].filter(name => name.endsWith('.md'));

test('the twenty-line program of the documentation is the one that is tested', () => {
	const program = read('test/fixtures/twenty-lines.py');
	assert.ok(read('docs/plain-peers.md').includes(`\`\`\`python\n${program}\`\`\``));
	assert.ok(program.split('\n').length <= 21);
});

test('every npm script that a document names exists', () => {
	const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
	for (const document of documents) {
		for (const [, name = ''] of read(document).matchAll(/npm run ([\w:]+)/g)) {
			assert.ok(scripts[name], `${document}: ${name}`);
		}
	}
});

test('every file that a document links to or names in the code exists', () => {
	for (const document of documents) {
		const text = read(document);
		const links = [...text.matchAll(/]\((?!https?:)([^)#]+)/g)].map(([, link = '']) =>
			path.join(path.dirname(document), link),
		);
		const files = [...text.matchAll(/`((?:source|test|scripts|benchmark|patches)\/[\w./-]+\.[a-z]+)`/g)].map(
			([, name = '']) => name,
		);
		for (const name of [...links, ...files]) {
			assert.ok(existsSync(path.join(root, name)), `${document}: ${name}`);
		}
	}
});

test('the tables of keys in docs/keys.md are those that F1 shows', () => {
	const expected = [mainKeys, moreKeys].map(keys =>
		[
			'| key | what it does |',
			'| --- | --- |',
			...keys.map(({keys: names, action}) => `| ${names} | ${action} |`),
		].join('\n'),
	);
	for (const table of expected) {
		assert.ok(read('docs/keys.md').includes(`\n\n${table}\n\n`), table);
	}
});

/** Returns a command as a row of the table in docs/keys.md. */
const formatCommandRow = (command: CommandInfo): string => {
	const {places, needs = [], help} = command;
	const owners = [
		...(needs.includes('isHost') ? ['the host'] : []),
		...(needs.includes('isLab') ? ['`--lab`'] : []),
		...(places?.map(place => (place === 'screen' ? 'the screen' : '`--linear`')) ?? []),
	];
	const cells = [`\`${formatUsage(command)}\``, formatAliases(command), owners.join(', '), help];
	return `|${cells.map(cell => (cell === '' ? ' ' : ` ${cell.replaceAll('|', String.raw`\|`)} `)).join('|')}|`;
};

test('the table of commands in docs/keys.md is that of the program, and the readme names only commands of it', () => {
	const commands: readonly CommandInfo[] = commandTable;
	const table = ['| command | other names | only for | what it does |', '| --- | --- | --- | --- |'];
	const expected = [...table, ...commands.map(command => formatCommandRow(command))].join('\n');
	assert.ok(read('docs/keys.md').includes(`\n\n${expected}\n\n`), expected);
	for (const [, name = ''] of readme.matchAll(/`\/([a-z]+)/g)) {
		assert.ok(findCommand(name, commands), name);
	}
});

test('the words that a command takes are those of the settings', () => {
	const find = (name: string) => findCommand(name, commandTable as readonly CommandInfo[])?.argumentKind;
	assert.deepEqual(find('bell'), bells);
	assert.deepEqual(find('theme'), themes);
});

test('every key of the cheat sheet is in the table of keys', () => {
	const known = [...mainKeys, ...moreKeys].map(({keys}) => keys).join(' ');
	const cheatSheet = readme.slice(readme.indexOf('| to | use |'), readme.indexOf('## It does not connect'));
	for (const [key] of cheatSheet.matchAll(/\b(?:Enter|Tab|Esc|End|PgUp|PgDn|F\d|Ctrl\+[A-Z])\b|↑/g)) {
		assert.ok(known.includes(key), key);
	}
});

test('the times and sizes in docs/how-it-works.md are those of the program', () => {
	const text = read('docs/how-it-works.md').replaceAll(/\s+/g, ' ');
	for (const phrase of [
		`after ${limits.pingAfter / 1000} s without a byte`,
		`from ${limits.silentAfter / 1000} s on`,
		`after ${limits.clientGivesUpAfter / 1000} s.`,
		`silent for ${limits.hostGivesUpAfter / 1000} s`,
		`${limits.backlogLimit / 1024} KiB`,
	]) {
		assert.ok(text.includes(phrase), phrase);
	}
});

test('the events in docs/scripts.md are those of --json', () => {
	const rows = [...read('docs/scripts.md').matchAll(/^\| `(?<type>\w+)`\s*\|/gm)].map(({groups = {}}) => groups.type);
	assert.deepEqual(rows, ['log', 'invite', 'status', 'peer', 'message', 'ack', 'error']);
});

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {keyHelp} from '../../source/screen/help/key-help.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const readme = read('readme.md');

test('the Usage of the readme is --help, word for word', () => {
	const {stdout} = spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), '--help'], {encoding: 'utf8'});
	assert.ok(stdout.trim().length > 0);
	assert.ok(readme.includes(`\`\`\`\n${stdout.trim().replace(/^/, '  ')}\n\`\`\``));
});

test('the twenty-line program of the readme is the one that is tested', () => {
	const program = read('test/fixtures/twenty-lines.py');
	assert.ok(readme.includes(`\`\`\`python\n${program}\`\`\``));
	assert.ok(program.split('\n').length <= 21);
});

test('every script that the readme names exists', () => {
	const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
	for (const [, name = ''] of readme.matchAll(/npm run ([\w:]+)/g)) {
		assert.ok(scripts[name], name);
	}
});

test('the table of keys is the one that F1 shows', () => {
	const rows = [...readme.matchAll(/^\| (?<keys>[^|]+) \| (?<does>[^|]+) \|$/gm)].map(({groups = {}}) => ({
		keys: groups.keys,
		does: groups.does,
	}));
	assert.deepEqual(
		rows.filter(({keys}) => keys !== 'key' && keys !== '---'),
		keyHelp,
	);
});

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {help} from '../../scripts/campus/help.ts';
import {parseTopology} from '../../scripts/campus/parse-topology.ts';
import {formatPlan} from '../../scripts/campus/plan-table.ts';
import {planCampus} from '../../scripts/campus/plan.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const document = read('docs/campus.md');
const topology = parseTopology(read('scripts/campus/campus.topo'));

test('the plan in docs/campus.md is the one that `npm run campus -- plan` prints', () => {
	const [, plan] = /```plan\n([^`]+)```/.exec(document) ?? [];
	assert.equal(plan, `${formatPlan(planCampus(topology)).join('\n')}\n`);
});

test('the requirements in docs/campus.md are those of the topology file', () => {
	const rows = [...document.matchAll(/^\| (?<name>\w+) \| (?<hosts>\d+) \| (?<router>\w+) \|/gm)];
	assert.deepEqual(
		rows.map(({groups}) => ({...groups})),
		topology.lans.map(({name, hosts, router}) => ({name, hosts: String(hosts), router})),
	);
	const total = topology.lans.reduce((sum, {hosts}) => sum + hosts, 0);
	assert.ok(document.includes(`2048 addresses for ${total} hosts`));
});

test('the help fits 100 columns and names every word of the topology file', () => {
	assert.deepEqual(
		help.split('\n').filter(line => line.length > 100),
		[],
	);
	for (const word of ['pool', 'router', 'lan', 'link', 'host', 'outside', 'deny']) {
		assert.match(help, new RegExp(`^    ${word} [A-Z]`, 'm'));
	}
});

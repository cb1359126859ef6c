import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {parseTopology} from '../../scripts/campus/parse-topology.ts';
import {planCampus} from '../../scripts/campus/plan.ts';
import {TopologyError} from '../../scripts/campus/topology.ts';

const good = [
	'pool 10.0.0.0/24',
	'router a b # two buildings',
	'',
	'lan staff 20 a',
	'lan guest 30 b nat',
	'link a b 5',
	'host pc staff',
	'outside 203.0.113.0/24 a',
	'deny guest staff drop',
];

const withLine = (index: number, text: string) => good.with(index, text).join('\n');

const isAt = (line: number, pattern: RegExp) => (error: unknown) => {
	assert.ok(error instanceof TopologyError, String(error));
	assert.equal(error.line, line);
	assert.match(error.message, pattern);
	return true;
};

suite('a topology file', () => {
	test('is routers, LANs, links, hosts, the outside and rules, in any order', () => {
		const topology = parseTopology(good.join('\n'));
		assert.deepEqual(topology.routers, ['a', 'b']);
		assert.deepEqual(topology.lans, [
			{name: 'staff', hosts: 20, router: 'a', isTranslated: false, line: 4},
			{name: 'guest', hosts: 30, router: 'b', isTranslated: true, line: 5},
		]);
		assert.deepEqual(topology.links, [{one: 'a', other: 'b', cost: 5, line: 6}]);
		assert.deepEqual(topology.hosts, [{name: 'pc', lan: 'staff', line: 7}]);
		assert.deepEqual(topology.denials, [{from: 'guest', to: 'staff', refusal: 'drop'}]);
		assert.deepEqual(parseTopology(good.toReversed().join('\n')).routers, ['a', 'b']);
	});

	const mistakes: ReadonlyArray<readonly [string, number, string, RegExp]> = [
		['an unknown word', 6, 'cable a b', /unknown word "cable"; there are pool, router, lan/],
		['an unknown router of a LAN', 4, 'lan staff 20 c', /no router called c/],
		['an unknown router of a link', 6, 'link a c', /no router called c/],
		['a link of a router to itself', 6, 'link a a', /joins two routers/],
		['an unknown LAN of a host', 7, 'host pc students', /no lan called students/],
		['an unknown end of a rule', 9, 'deny guest students', /no lan or host called students/],
		['an unknown kind of rule', 9, 'deny guest staff forbid', /write deny FROM TO/],
		['a pool that is no network', 1, 'pool 10.0.0.1/24', /"10\.0\.0\.1\/24" is no network/],
		['a second pool', 3, 'pool 10.1.0.0/24', /second pool; the first is in line 1/],
		['an outside that overlaps the pool', 8, 'outside 10.0.0.0/25 a', /overlaps the pool/],
		['no number of hosts', 4, 'lan staff many a', /"many" is no number of hosts/],
		['no hosts', 4, 'lan staff 0 a', /"0" is no number of hosts/],
		['a word too many', 7, 'host pc staff 2', /write host NAME LAN/],
		['a word too few', 7, 'host pc', /write host NAME LAN/],
		['a name too long for an interface', 7, 'host abcdefghijkl staff', /cannot be a name/],
		['the name of the outside', 7, 'host outside staff', /cannot be a name/],
		['a name that is taken', 7, 'host guest staff', /guest is already the name of a lan \(line 5\)/],
		['a link that is there already', 7, 'link b a', /b and a are linked already \(line 6\)/],
	];
	for (const [what, line, text, pattern] of mistakes) {
		test(`with ${what} is refused, and the line is named`, () => {
			assert.throws(() => parseTopology(withLine(line - 1, text)), isAt(line, pattern));
		});
	}

	test('without a pool is refused', () => {
		assert.throws(() => parseTopology(withLine(0, '')), isAt(1, /no pool/));
	});

	test('with a pool that is too small is refused at the LAN that does not fit', () => {
		const text = withLine(0, 'pool 10.0.0.0/26');
		assert.throws(() => planCampus(parseTopology(text)), isAt(4, /10\.0\.0\.0\/26 is too small: staff needs 32/));
	});

	test('with more hosts in a LAN than it is for is refused', () => {
		const text = [...good.with(3, 'lan staff 1 a'), 'host other staff'].join('\n');
		assert.throws(() => planCampus(parseTopology(text)), isAt(10, /staff is for 1 hosts/));
	});
});

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {
	countAddresses,
	formatAddress,
	formatNetwork,
	overlaps,
	parseAddress,
	parseNetwork,
} from '../../scripts/campus/network/address.ts';
import {parseTopology} from '../../scripts/campus/parse-topology.ts';
import {planCampus, prefixFor} from '../../scripts/campus/plan.ts';
import {TopologyError, type Topology} from '../../scripts/campus/topology.ts';

const campus = () => {
	const file = path.resolve(import.meta.dirname, '../../scripts/campus/campus.topo');
	return planCampus(parseTopology(readFileSync(file, 'utf8')));
};

/** Campuses with a ring of routers, and up to a dozen LANs of any size. */
const topologies: fc.Arbitrary<Topology> = fc
	.record({
		prefix: fc.integer({min: 8, max: 24}),
		place: fc.nat(),
		sizes: fc.array(fc.integer({min: 1, max: 1500}), {minLength: 1, maxLength: 12}),
		routerCount: fc.integer({min: 1, max: 5}),
	})
	.map(({prefix, place, sizes, routerCount}) => {
		const routers = Array.from({length: routerCount}, (_, index) => `r${index}`);
		const size = 2 ** (32 - prefix);
		return {
			pool: {base: (place % 2 ** prefix) * size, prefix, line: 1},
			routers,
			lans: sizes.map((hosts, index) => ({
				name: `lan${index}`,
				hosts,
				router: routers[index % routerCount] ?? '',
				isTranslated: false,
				line: 2 + index,
			})),
			links: routers.slice(1).map((other, index) => ({one: routers[index] ?? '', other, cost: 1, line: 50 + index})),
			hosts: [],
			outside: undefined,
			denials: [],
		};
	});

/** `undefined` if the pool is too small. */
const planOrRefuse = (topology: Topology) => {
	try {
		return planCampus(topology);
	} catch (error) {
		assert.ok(error instanceof TopologyError);
		return undefined;
	}
};

suite('the plan', () => {
	test('of the campus gives each LAN the subnet of its size, the largest first', () => {
		const {lans, links, planned} = campus();
		assert.deepEqual(
			lans.map(({name, subnet}) => `${name} ${formatNetwork(subnet)}`),
			[
				'hostel 10.20.0.0/23',
				'guest 10.20.2.0/24',
				'cs 10.20.3.0/24',
				'ee 10.20.4.0/25',
				'admin 10.20.4.128/26',
				'library 10.20.4.192/27',
				'servers 10.20.4.224/28',
			],
		);
		assert.deepEqual(
			links.map(({subnet}) => formatNetwork(subnet)),
			['10.20.4.240/30', '10.20.4.244/30', '10.20.4.248/30', '10.20.4.252/30'],
		);
		assert.equal(planned, 1280);
	});

	test('gives the router of a LAN its first address, and hosts those that follow, in the order of the file', () => {
		const {lans, hosts} = campus();
		assert.equal(formatAddress(lans[2]?.gateway ?? 0), '10.20.3.1');
		assert.deepEqual(
			hosts.filter(({lan}) => lan === 'cs').map(({name, address}) => `${name} ${formatAddress(address)}`),
			['cs1 10.20.3.2', 'cs2 10.20.3.3'],
		);
	});

	test('keeps subnets apart, aligned, inside the pool, large enough, and no larger than needed', () => {
		fc.assert(
			fc.property(topologies, topology => {
				const plan = planOrRefuse(topology);
				if (!plan) {
					return;
				}

				const {pool} = topology;
				const needs = [
					...plan.lans.map(({subnet, hosts}) => ({subnet, usable: hosts + 1})),
					...plan.links.map(({subnet}) => ({subnet, usable: 2})),
				];
				assert.equal(needs.length, topology.lans.length + topology.links.length);
				for (const [index, {subnet, usable}] of needs.entries()) {
					const size = countAddresses(subnet);
					assert.equal(subnet.base % size, 0);
					assert.ok(subnet.base >= pool.base && subnet.base + size <= pool.base + countAddresses(pool));
					assert.ok(usable <= size - 2 && (usable > size / 2 - 2 || size === 4));
					assert.ok(needs.slice(index + 1).every(other => !overlaps(subnet, other.subnet)));
				}
			}),
		);
	});

	test('leaves no gap, so a pool that can hold all of it is never too small', () => {
		fc.assert(
			fc.property(topologies, topology => {
				const sizes = [
					...topology.lans.map(({hosts}) => 2 ** (32 - prefixFor(hosts + 1))),
					...topology.links.map(() => 4),
				];
				const sum = sizes.reduce((total, size) => total + size, 0);
				const plan = planOrRefuse(topology);
				assert.equal(plan !== undefined, sum <= countAddresses(topology.pool));
				assert.equal(plan?.planned ?? sum, sum);
			}),
		);
	});

	test('an address is read as it is written', () => {
		fc.assert(
			fc.property(fc.nat(2 ** 31 - 1), fc.integer({min: 0, max: 32}), (half, prefix) => {
				const address = half * 2 + 1;
				assert.equal(parseAddress(formatAddress(address)), address);
				const network = {base: address - (address % 2 ** (32 - prefix)), prefix};
				assert.deepEqual(parseNetwork(formatNetwork(network)), network);
			}),
		);
		for (const text of ['10.0.0.256', '10.0.0', '010.0.0.1', '10.0.0.0.0', '', 'ten']) {
			assert.equal(parseAddress(text), undefined, text);
		}
	});
});

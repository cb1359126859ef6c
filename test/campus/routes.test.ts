import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {formatAddress} from '../../scripts/campus/network/address.ts';
import {parseTopology} from '../../scripts/campus/parse-topology.ts';
import {planCampus, type PlannedLink} from '../../scripts/campus/plan.ts';
import {compareRoutes, computeRoutes, findPaths, formatChange} from '../../scripts/campus/routes.ts';

const plan = planCampus(
	parseTopology(
		[
			'pool 10.20.0.0/21',
			'router core academic office',
			'lan cs 200 academic',
			'lan servers 10 core',
			'link core academic',
			'link core office',
			'link academic office 5',
			'outside 203.0.113.0/24 core',
		].join('\n'),
	),
);

/** The links of a graph of six routers, each pair linked or not, with costs. */
const graphs = fc
	.array(fc.record({one: fc.nat(5), other: fc.nat(5), cost: fc.integer({min: 1, max: 9})}), {maxLength: 15})
	.map(edges =>
		edges
			.filter(({one, other}) => one !== other)
			.map(({one, other, cost}, index): PlannedLink => {
				const base = index * 4;
				const addresses = {oneAddress: base + 1, otherAddress: base + 2};
				return {one: `r${one}`, other: `r${other}`, cost, line: 1, subnet: {base, prefix: 30}, ...addresses};
			}),
	);

suite('the routes', () => {
	test('take the cheapest way, and the spare cable when the other is cut', () => {
		const before = computeRoutes(plan, plan.links);
		assert.equal(before.get('office')?.get('10.20.0.0/24'), '10.20.1.21');
		const [, ...others] = plan.links;
		const changes = compareRoutes(before, computeRoutes(plan, others));
		const sentences = changes.map(change => formatChange(plan, change));
		assert.ok(sentences.includes('office: cs via 10.20.1.25 (was 10.20.1.21)'), sentences.join('\n'));
		assert.ok(sentences.includes('office: core–academic has no route (was 10.20.1.21)'), sentences.join('\n'));
		assert.deepEqual(compareRoutes(before, before), []);
	});

	test('lead a router to every network that it is not part of, and to the outside', () => {
		const table = computeRoutes(plan, plan.links).get('academic');
		assert.deepEqual([...(table?.keys() ?? [])].toSorted(), ['10.20.1.0/28', '10.20.1.20/30', 'default']);
	});

	test('lead nowhere when the way is cut', () => {
		const routes = computeRoutes(plan, plan.links.slice(2));
		assert.deepEqual([...(routes.get('core')?.keys() ?? [])], []);
		assert.equal(routes.get('academic')?.has('default'), false);
	});

	test('cost no more than any other way, and begin at a neighbour', () => {
		fc.assert(
			fc.property(graphs, links => {
				// Bellman and Ford, as the other opinion.
				const costs = new Map([['r0', 0]]);
				for (let round = 0; round < 6; round++) {
					for (const {one, other, cost} of links) {
						for (const [from, to] of [
							[one, other],
							[other, one],
						] as const) {
							const sum = (costs.get(from) ?? Number.POSITIVE_INFINITY) + cost;
							if (sum < (costs.get(to) ?? Number.POSITIVE_INFINITY)) {
								costs.set(to, sum);
							}
						}
					}
				}

				const paths = findPaths('r0', links);
				assert.deepEqual(new Map([...paths].map(([router, {cost}]) => [router, cost])), costs);
				const neighbours = new Set(
					links.flatMap(({one, other, oneAddress, otherAddress}) => [
						...(one === 'r0' ? [otherAddress] : []),
						...(other === 'r0' ? [oneAddress] : []),
					]),
				);
				for (const [router, {via}] of paths) {
					assert.equal(router === 'r0', via === undefined);
					assert.ok(via === undefined || neighbours.has(via), formatAddress(via ?? 0));
				}
			}),
		);
	});
});

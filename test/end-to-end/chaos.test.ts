import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import {runChaos} from '../chaos/chaos.ts';
import {describeRun} from '../chaos/report.ts';

/** How often the host is killed in this short run. */
const hostKills = 3;

test('nothing is lost, doubled or reordered while connections are cut and the host and joins are killed', {timeout: 240_000}, async t => {
	const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1_000_000));
	t.diagnostic(`CHAOS_SEED=${seed}`);
	const options = {seed, seconds: 15, messages: 6000, joins: 30, kills: hostKills, joinKills: 8, cuts: 60};
	const result = await runChaos(options, {
		say(line) {
			t.diagnostic(line);
		},
	});
	const report = describeRun(options, result);
	t.diagnostic(report);
	assert.equal(result.violations.length, 0, report);
	assert.equal(result.hostKills, hostKills);
	assert.ok(result.history.log.length >= options.messages * 0.9, report);
});

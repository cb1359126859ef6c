import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {chooseSeed} from '../model/random.ts';
import {nodeArguments} from '../helpers/type-script.ts';

test('nothing is lost, duplicated or reordered while connections are cut and the host and clients are killed', t => {
	const seed = process.env.CHAOS_SEED ?? String(chooseSeed());
	t.diagnostic(`CHAOS_SEED=${seed}`);
	const {NODE_TEST_CONTEXT: _, ...env} = process.env;
	const options = [
		'--seed',
		seed,
		'--seconds',
		'15',
		'--messages',
		'6000',
		'--joins',
		'30',
		'--kills',
		'3',
		'--join-kills',
		'8',
		'--cuts',
		'60',
	];
	const {status, stdout, stderr} = spawnSync(
		process.execPath,
		[...nodeArguments(path.join(import.meta.dirname, '../chaos/run.ts')), ...options],
		{
			encoding: 'utf8',
			timeout: 240_000,
			env,
		},
	);
	t.diagnostic(stdout);
	assert.equal(status, 0, `${stdout}\n${stderr}`);
});

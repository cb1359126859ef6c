import test from 'node:test';
import {pureTargets} from './pure.ts';

for (const [name, run] of Object.entries(pureTargets)) {
	test(`any bytes, cut anywhere: ${name}`, async () => {
		await run({runs: 300});
	});
}

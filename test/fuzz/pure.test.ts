import test from 'node:test';
import {pureTargets} from './pure.ts';

for (const [name, run] of Object.entries(pureTargets)) {
	test(`whatever it is given, and however it is cut: ${name}`, async () => {
		await run({runs: 300});
	});
}

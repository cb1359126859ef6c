import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {withoutComputers} from './computer.ts';
import {parseGuide} from './parse-guide.ts';
import {missingPrograms, runBlock} from './run-block.ts';

const guide = parseGuide(readFileSync(path.resolve(import.meta.dirname, '../../docs/lab.md'), 'utf8'));

test('each step of docs/lab.md does what the guide says', {concurrency: 4, skip: withoutComputers()}, async t => {
	const blocks = guide.exercises.flatMap(({number, title, blocks}) =>
		blocks.map((block, index) => ({name: `${number}. ${title}, block ${index + 1}`, block})),
	);
	await Promise.all(
		blocks.map(async ({name, block}) =>
			t.test(name, {skip: missingPrograms(block)}, async t => {
				await runBlock(t, block, guide.programs);
			}),
		),
	);
});

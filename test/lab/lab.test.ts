import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, test} from 'node:test';
import {withoutCampus} from '../helpers/campus.ts';
import {withoutComputers} from './computer.ts';
import {parseGuide} from './parse-guide.ts';
import {missingPrograms, runBlock} from './run-block.ts';

const guide = parseGuide(readFileSync(path.resolve(import.meta.dirname, '../../docs/lab.md'), 'utf8'));

// Most of the time is waiting: for processes to start, and for what a step waits for.
describe('each step of docs/lab.md does what the guide says', {concurrency: 5}, () => {
	const skips = {desktop: withoutComputers(), lan: withoutComputers(), campus: withoutCampus()};
	for (const {number, title, blocks} of guide.exercises) {
		for (const [index, block] of blocks.entries()) {
			test(
				`${number}. ${title}, block ${index + 1}`,
				{skip: skips[block.computer] || missingPrograms(block)},
				async t => {
					await runBlock(t, block, guide.programs);
				},
			);
		}
	}
});

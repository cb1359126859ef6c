/**
Checks what a student hands in for an exercise of docs/lab.md: `npm run check-hand-in -- FILE N`.
`FILE` is a log that `--log` has written, or a file that `/save FILE.md` has written. Exit code: 0
if the file shows the exercise, 1 if not, 2 for wrong usage. It proves work, not honesty.
*/
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {reportHandIn} from './hand-in/check-hand-in.ts';
import {exercises} from './hand-in/exercises.ts';
import {parseHandIn} from './hand-in/parse-hand-in.ts';

const run = (args: readonly string[]): number => {
	const [file, number, ...others] = args;
	if (file === undefined || number === undefined || others.length > 0) {
		console.error('Usage: npm run check-hand-in -- FILE NUMBER-OF-EXERCISE');
		return 2;
	}

	const sequences = exercises.get(Number(number));
	if (!sequences) {
		console.error(`Exercise ${number} has no check. These have one: ${[...exercises.keys()].join(', ')}.`);
		return 2;
	}

	try {
		const {isComplete, lines} = reportHandIn(parseHandIn(readFileSync(file, 'utf8')), Number(number), sequences);
		console.log(lines.join('\n'));
		return isComplete ? 0 : 1;
	} catch (error) {
		console.error(`${file} cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
		return 1;
	}
};

process.exitCode = run(process.argv.slice(2));

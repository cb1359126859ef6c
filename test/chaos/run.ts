/**
`npm run chaos -- [--seed n] [--seconds n] [--messages n] [--joins n] [--kills n] [--join-kills n]
[--cuts n] [--cli file]`: kills, cuts and delays the programs of a room, and checks that no line
was lost, duplicated or reordered. Exits with 1 otherwise.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {chooseSeed} from '../model/random.ts';
import {runChaos} from './chaos.ts';
import {formatCommand, describeRun} from './report.ts';

const text = {type: 'string'} as const;
const {values} = parseArgs({
	options: {
		seed: text,
		seconds: text,
		messages: text,
		joins: text,
		kills: text,
		'join-kills': text,
		cuts: text,
		cli: text,
	},
});

const count = (
	name: 'seed' | 'seconds' | 'messages' | 'joins' | 'kills' | 'join-kills' | 'cuts',
	defaultValue: number,
): number => {
	const value = values[name] === undefined ? defaultValue : Number(values[name]);
	if (!Number.isSafeInteger(value) || value < 0) {
		throw new RangeError(`--${name} takes a whole number.`);
	}

	return value;
};

const messages = count('messages', 10_000);
const kills = count('kills', 3);
const cuts = count('cuts', 60);
const options = {
	seed: count('seed', chooseSeed()),
	// Long enough for the host to start between two kills, and a client between two cuts.
	seconds: count('seconds', Math.ceil(Math.max(20, messages / 500, kills * 8, cuts / 5))),
	messages,
	clients: count('joins', 30),
	kills,
	clientKills: count('join-kills', 10),
	cuts,
};
console.log(formatCommand(options));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		// The exit handler of the run kills its programs.
		process.exit(130);
	});
}

const result = await runChaos(options, {
	cli: values.cli,
	print(line) {
		console.log(line);
	},
});
console.log(describeRun(options, result));
// An open handle of a faulty connection must not keep the process alive.
// eslint-disable-next-line unicorn/no-process-exit
process.exit(result.violations.length > 0 ? 1 : 0);

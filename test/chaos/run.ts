/**
`npm run chaos -- [--seed n] [--seconds n] [--messages n] [--joins n] [--kills n] [--join-kills n]
[--cuts n] [--cli file]`: kills, cuts and delays a real room of real programs, and checks that no
line was lost, doubled or reordered. Exits with 1 otherwise.
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
	otherwise: number,
): number => {
	const value = values[name] === undefined ? otherwise : Number(values[name]);
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
	// Enough for what is asked: a host must be up between two kills, and a join between two cuts.
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
		// Its programs are taken with it.
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
// Nothing that is left of a faulty connection may keep it.
// eslint-disable-next-line unicorn/no-process-exit
process.exit(result.violations.length > 0 ? 1 : 0);

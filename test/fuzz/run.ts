/**
`npm run fuzz -- [seconds] [seed]`: attacks the decoders, a host, a client and the built program for
some seconds (default: 60). The same seed repeats the attacks. Exits with 1 if an attack succeeds.
*/
import process from 'node:process';
import {chooseSeed} from '../model/random.ts';
import {attack, hostStream} from './attacks.ts';
import {BuiltHost, round} from './built-host.ts';
import {check, type CheckOptions} from './check.ts';
import {attackHost, type Tally} from './host-target.ts';
import {openHostileHost} from './client-target.ts';
import {pureTargets} from './pure.ts';

const [seconds = 60, seed = chooseSeed()] = process.argv.slice(2).map(Number);
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
	throw new RangeError('Usage: npm run fuzz -- [seconds] [seed]');
}

console.log(`npm run fuzz -- ${seconds} ${seed}`);
const cleanUps: Array<() => unknown> = [];
const hostTally: Tally = new Map();
const clientTally: Tally = new Map();
const builtTally: Tally = new Map();
const built = new BuiltHost(builtTally);
const hostile = await openHostileHost({
	after(clean) {
		cleanUps.push(clean as () => unknown);
	},
});

const targets: Readonly<Record<string, (options: CheckOptions) => Promise<number>>> = {
	...pureTargets,
	'a host': async options => check(attack, async each => attackHost(each, hostTally), options),
	'a client': async options => check(hostStream, async each => hostile.attack(each, clientTally), options),
	// The state of this program depends on earlier attacks, so shrinking an attack tells nothing.
	'the built host': async options => check(round, async each => built.attack(each), options),
};

let current = '';
const fail = (error: unknown) => {
	console.error(
		`${current}, round ${rounds}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
	);
	process.exitCode = 1;
	// An open handle of a faulty target must not keep the process alive.
	// eslint-disable-next-line unicorn/no-process-exit
	process.exit();
};

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
const counts = new Map<string, number>();
const end = Date.now() + seconds * 1000;
let rounds = 0;
for (; Date.now() < end; rounds++) {
	for (const [name, run] of Object.entries(targets)) {
		current = name;
		const isLong = name.startsWith('a ') || name.startsWith('the ');
		try {
			const done = await run({
				runs: 100_000,
				seed: seed + rounds,
				limit: Math.min(isLong ? 3000 : 300, Math.max(1, end - Date.now())),
			});
			counts.set(name, (counts.get(name) ?? 0) + done);
		} catch (error) {
			fail(error);
		}
	}
}

await built.close();
for (const clean of cleanUps) {
	await clean();
}

for (const [name, number] of counts) {
	console.log(`${String(number).padStart(8)}  ${name}`);
}

for (const tally of [hostTally, clientTally, builtTally]) {
	console.log([...tally].map(([what, number]) => `${what}: ${number}`).join(', '));
}

// eslint-disable-next-line unicorn/no-process-exit
process.exit();

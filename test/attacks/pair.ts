/**
A healthy pair of members that talk while somebody attacks their room: two clients of the shipped
program, in a process that does nothing else, so that they wait for the room and not for the
attacker. Run by `stage.ts`.
*/
import {spawn} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {childEnvironment, type JsonEvent} from '../helpers/line-process.ts';
import {joinCommand} from '../helpers/program.ts';
import {until} from '../helpers/until.ts';

/** What the pair reports about the time since the last report. */
export type Period = {
	/** Time from when one types a message until the other prints it, in milliseconds. */
	readonly latencies: readonly number[];
	/** What no member should notice. */
	readonly faults: readonly string[];
};

/** The two send a message in turn, at this interval, in milliseconds. */
const every = 50;
const names = ['bob', 'carol'] as const;
const prefix = 'pair ';
const firstWord = 'here ';

const port = Number(process.argv[2]);
const faults: string[] = [];
/** When the k-th message was said. */
const said: number[] = [];
/** How long it took to the one who had not said it. */
const latencies: number[] = [];

const start = (name: string, who: number) => {
	const [file = '', ...args] = joinCommand(port, '--name', name, '--stay', '--json', '--history', 'all');
	const child = spawn(file, args, {env: childEnvironment(), stdio: ['pipe', 'pipe', 'ignore']});
	const heard: number[] = [];
	const places: number[] = [];
	const isHere = names.map(() => false);
	const take = (event: JsonEvent) => {
		const text = String(event.text);
		if (
			event.type === 'status' &&
			event.status !== 'connecting' &&
			(event.status !== 'open' || event.reason !== undefined)
		) {
			faults.push(`${name} is ${String(event.status)}: ${String(event.reason)}`);
		} else if (event.type === 'error') {
			faults.push(`${name} is told ${text}`);
		} else if (event.type === 'message' && text.startsWith(firstWord)) {
			isHere[Number(text.slice(firstWord.length))] = true;
		} else if (event.type === 'message' && text.startsWith(prefix)) {
			const k = Number(text.slice(prefix.length));
			heard.push(k);
			places.push(Number(event.seq));
			if (k % names.length !== who) {
				latencies[k] = performance.now() - (said[k] ?? Number.NaN);
			}
		}
	};

	createInterface({input: child.stdout}).on('line', line => {
		// What the others say in a flood is not looked at.
		if (/^{"type":"(?:status|error)"|"text":"(?:pair|here) /.test(line)) {
			take(JSON.parse(line) as JsonEvent);
		}
	});
	child.on('exit', code => {
		faults.push(`${name} has ended with ${String(code)}`);
	});
	return {child, heard, places, isHere};
};

const members = names.map(start);
const say = (who: number, text: string) => {
	members[who]?.child.stdin.write(`${text}\n`);
};

/**
Checks that both receive each message once, in order, with the same rising numbers of the log.
*/
const checkOrder = () => {
	for (const [index, {heard, places}] of members.entries()) {
		const name = names[index] ?? '';
		for (const who of names.keys()) {
			const ofOne = heard.filter(k => k % names.length === who);
			if (ofOne.some((k, turn) => k !== turn * names.length + who)) {
				faults.push(`${name} has heard ${names[who] ?? ''} say ${ofOne.join(' ')}`);
			}
		}

		if (places.some((place, turn) => turn > 0 && place <= (places[turn - 1] ?? 0))) {
			faults.push(`${name} has heard messages from the places ${places.join(' ')}`);
		}
	}

	const [one, other] = members.map(({heard}) =>
		heard.slice(0, Math.min(...members.map(each => each.heard.length))).join(' '),
	);
	if (one !== other) {
		faults.push('the two have heard the same in another order');
	}
};

let reported = 0;

/** Ends the period: all that was said in it has been heard by both. */
const report = async (atLeast: number): Promise<Period> => {
	await until(() => said.length - reported >= atLeast);
	const from = reported;
	reported = said.length;
	const end = reported;
	const missing = () =>
		members.map(({heard}) =>
			Array.from({length: end - from}, (_, index) => from + index)
				.filter(k => !heard.includes(k))
				.join(' '),
		);
	try {
		await until(() => missing().every(each => each === ''), {timeout: 20_000});
	} catch {
		faults.push(`not heard by ${names.join(' and ')}: ${missing().join(' and ')}`);
	}

	checkOrder();
	return {latencies: latencies.slice(from, end), faults: faults.splice(0)};
};

process.on('message', (atLeast: number) => {
	void report(atLeast).then(period => process.send?.(period));
});
process.once('disconnect', () => {
	for (const {child} of members) {
		child.kill('SIGKILL');
	}

	process.exit();
});

for (const who of names.keys()) {
	say(who, `${firstWord}${who}`);
}

await until(() => members.every(({isHere}) => isHere.every(Boolean)));
setInterval(() => {
	const k = said.length;
	said.push(performance.now());
	say(k % names.length, `${prefix}${k}`);
}, every);
process.send?.('talking');

/**
`npm run benchmark -- [row…] [--json] [--output file] [--rounds n] [--minute]`: what the program
costs, beside what others cost on this machine in the same run. SOCKET_CHAT_BENCHMARK_PROFILE=folder
keeps CPU profiles. Nothing passes or fails: a figure that misses its target says so.
*/
import {writeFile} from 'node:fs/promises';
import {availableParallelism, cpus, loadavg} from 'node:os';
import process from 'node:process';
import {parseArgs} from 'node:util';
import type {Figure, Row, Settings} from './figure.ts';
import {deliveries} from './rows/deliveries.ts';
import {bytes} from './rows/bytes.ts';
import {floodEcho} from './rows/flood-echo.ts';
import {idle} from './rows/idle.ts';
import {keyEcho} from './rows/key-echo.ts';
import {latency} from './rows/latency.ts';
import {memory} from './rows/memory.ts';
import {packaging} from './rows/package.ts';
import {search} from './rows/search.ts';
import {start as starting} from './rows/start.ts';
import {formatNote, formatTable} from './table.ts';

const rows: readonly Row[] = [
	starting,
	keyEcho,
	floodEcho,
	latency,
	deliveries,
	memory,
	search,
	bytes,
	packaging,
	idle,
];

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		/** Prints JSON instead of the table. */
		json: {type: 'boolean', default: false},
		/** The file to write the JSON to, besides the table. */
		output: {type: 'string'},
		rounds: {type: 'string', default: '3'},
		/** Lets long measurements last a minute instead of 15 s. */
		minute: {type: 'boolean', default: false},
	},
});

const unknown = positionals.find(name => rows.every(row => row.name !== name));
const rounds = Number(values.rounds);
if (unknown !== undefined || !(rounds >= 1 && rounds <= 100)) {
	throw new RangeError(
		`Usage: npm run benchmark -- [${rows.map(row => row.name).join('|')}…] [--json] [--output file] [--rounds n] [--minute]`,
	);
}

/** Reports progress on standard error, so that standard output holds only the result. */
const say = (sentence: string) => {
	process.stderr.write(`${sentence}\n`);
};

const settings: Settings = {rounds, seconds: values.minute ? 60 : 15, report: say};
type Result = Omit<Row, 'measure'> & {
	readonly seconds: number;
	readonly figures: readonly Figure[];
	readonly error?: string;
};

const results: Result[] = [];
for (const {measure, ...row} of rows.filter(({name}) => positionals.length === 0 || positionals.includes(name))) {
	const start = performance.now();
	let figures: readonly Figure[] = [];
	let error: string | undefined;
	try {
		figures = await measure(settings);
	} catch (error_) {
		error = error_ instanceof Error ? error_.message : String(error_);
		process.exitCode = 1;
	}

	const seconds = Math.round((performance.now() - start) / 1000);
	say(`${row.name}: ${error ?? 'measured'} (${seconds} s)`);
	results.push({...row, seconds, figures, error});
}

const load = loadavg().map(average => average.toFixed(1));
const machine = `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'an unknown processor'}, load ${load.join(' ')}, ${rounds} rounds`;
const json = JSON.stringify({at: new Date().toISOString(), machine, rows: results}, undefined, '\t');
if (values.output !== undefined) {
	await writeFile(values.output, `${json}\n`);
}

if (values.json) {
	console.log(json);
} else {
	console.log(machine);
	console.log(formatTable(results.flatMap(({figures}) => figures)));
	for (const {figures, error, ...row} of results) {
		console.log(`\n${formatNote(row, figures)}${error === undefined ? '' : `\n  The measurement failed: ${error}`}`);
	}
}

// Sockets that measurements left open do not keep the process alive.
// eslint-disable-next-line unicorn/no-process-exit
process.exit();

/**
`npm run attacks -- [host] [client] [--attackers n,n…] [--only pattern] [--milliseconds n]`: attacks
a room in every way, and prints what an honest pair in it notices; then a client by its host, and
what its user notices. Both, unless one is named.

`npm run attacks -- room [--minutes n] [--seed n] [--insiders n] [--idle n] [--deaf n] [--slow n]`:
a room with all of these at once, for that long.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {chooseSeed} from '../model/random.ts';
import {allClientCells, formatClientHead, formatClientRow, measureClient} from './client-table.ts';
import {runShow} from './show.ts';
import {allCells, formatHead, formatRow, plainCells, Table} from './table.ts';

const text = {type: 'string'} as const;
const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		attackers: text,
		only: text,
		milliseconds: text,
		minutes: text,
		seed: text,
		insiders: text,
		idle: text,
		deaf: text,
		slow: text,
	},
});

const counts = (values.attackers ?? '1,10,50').split(',').map(Number);
const milliseconds = Number(values.milliseconds ?? 2000);
const only = new RegExp(values.only ?? '');
const groups = [
	{cells: allCells(counts), args: []},
	{cells: plainCells(counts), args: ['--plain']},
];

const isWanted = (name: string) => positionals.length === 0 || positionals.includes(name);
const rows: Array<{readonly isGood: boolean}> = [];

if (isWanted('host')) {
	console.log(formatHead());
	for (const {cells, args} of groups) {
		const table = new Table({milliseconds, args});
		for (const cell of cells.filter(({name}) => only.test(name))) {
			const row = await table.measure(cell);
			rows.push(row);
			console.log(formatRow(row));
		}

		await table.close();
	}
}

if (isWanted('client')) {
	console.log(formatClientHead());
	for (const cell of allClientCells(milliseconds).filter(({name}) => only.test(name))) {
		const row = await measureClient(cell);
		rows.push(row);
		console.log(formatClientRow(row));
	}
}

const bad = rows.filter(({isGood}) => !isGood);
console.log(bad.length === 0 ? `all ${rows.length} hold` : `${bad.length} of ${rows.length} do not hold`);
process.exitCode = bad.length === 0 ? 0 : 1;

if (positionals.includes('room')) {
	const seed = Number(values.seed ?? chooseSeed());
	console.log(`npm run attacks -- room --seed ${seed}`);
	const isWhole = await runShow({
		seed,
		minutes: Number(values.minutes ?? 10),
		insiders: Number(values.insiders ?? 50),
		idle: Number(values.idle ?? 500),
		deaf: Number(values.deaf ?? 100),
		slow: Number(values.slow ?? 5),
		print(line) {
			console.log(line);
		},
	});
	process.exitCode = isWhole ? 0 : 1;
}

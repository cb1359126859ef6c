/**
`npm run attacks -- [table] [--attackers n,n…] [--only text] [--milliseconds n]`: attacks a room in
every way, and prints what an honest pair in it notices.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {allCells, formatHead, formatRow, plainCells, Table, type Row} from './table.ts';

const text = {type: 'string'} as const;
const {values} = parseArgs({
	allowPositionals: true,
	options: {attackers: text, only: text, milliseconds: text},
});

const counts = (values.attackers ?? '1,10,50').split(',').map(Number);
const milliseconds = Number(values.milliseconds ?? 2000);
const only = new RegExp(values.only ?? '');
const groups = [
	{cells: allCells(counts), args: []},
	{cells: plainCells(counts), args: ['--plain']},
];

console.log(formatHead());
const rows: Row[] = [];
for (const {cells, args} of groups) {
	const table = new Table({milliseconds, args});
	for (const cell of cells.filter(({name}) => only.test(name))) {
		const row = await table.measure(cell);
		rows.push(row);
		console.log(formatRow(row));
	}

	await table.close();
}

const bad = rows.filter(({isGood}) => !isGood);
console.log(bad.length === 0 ? `all ${rows.length} hold` : `${bad.length} of ${rows.length} do not hold`);
process.exitCode = bad.length === 0 ? 0 : 1;

/**
Every frame of a client, in every variant, and what else is costly, sent to a room of the shipped
program as fast as it takes it, while two honest members talk. Other tests run beside this one, so
half of the messages are judged, and the pair need not be as fast as before between two cells.
`npm run attacks` has the whole table, each variant alone, by 1, 10 and 50 attackers, and judges 95
of 100.
*/
import assert from 'node:assert/strict';
import {after, suite, test} from 'node:test';
import {delayBound, formatHead, formatRow, shortCells, shortPlainCells, Table} from '../attacks/table.ts';

const milliseconds = 500;

for (const [name, cells, args] of [
	['a private room', shortCells(), []],
	['a room that lets plain peers in', shortPlainCells(), ['--plain']],
] as const) {
	suite(name, () => {
		const table = new Table({milliseconds, args, wanted: 'isServed', recovery: 2000});

		after(async () => {
			await table.close();
		});

		for (const cell of cells) {
			test(`${cell.name} by ${cell.attackers}: half of the messages between two others take less than ${delayBound} ms`, async t => {
				const row = await table.measure(cell);
				t.diagnostic(formatHead());
				t.diagnostic(formatRow(row));
				assert.ok(row.isServed, formatRow(row));
			});
		}
	});
}

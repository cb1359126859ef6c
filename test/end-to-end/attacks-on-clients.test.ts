/**
Every frame of a host, in every variant, and what else is costly, sent to the shipped client as fast
as it takes it, while somebody types. `npm run attacks -- client` has the whole table.
*/
import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {
	clientMemory,
	echoBound,
	endBound,
	formatClientHead,
	formatClientRow,
	measureClient,
	shortClientCells,
} from '../attacks/client-table.ts';

suite('a client whose host is hostile', {concurrency: 3}, () => {
	for (const cell of shortClientCells(250)) {
		test(`${cell.name}, on ${cell.mode}: keys within ${echoBound} ms, ${clientMemory} MiB, ended within ${endBound} ms`, async t => {
			const row = await measureClient(cell);
			t.diagnostic(formatClientHead());
			t.diagnostic(formatClientRow(row));
			assert.ok(row.isGood, formatClientRow(row));
		});
	}
});

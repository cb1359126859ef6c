import assert from 'node:assert/strict';
import test from 'node:test';
import {faultTable} from '../../../source/chat/faults/fault-table.ts';
import {layoutFaults} from '../../../source/screen/faults/fault-rows.ts';
import {measureRow, type Row} from '../../../source/screen/primitives/rows.ts';

const read = (rows: readonly Row[]): readonly string[] => rows.map(row => row.map(({text}) => text).join(''));

test('on 80 columns each fault has one whole row that says what goes on the wire', () => {
	const rows = read(layoutFaults(1, {columns: 80, height: 20}));
	for (const [index, {kind, onWire}] of faultTable.entries()) {
		assert.ok(rows[index]?.includes(kind) && rows[index].endsWith(onWire), kind);
	}

	assert.equal(rows.filter(row => row.includes('›')).length, 1);
	assert.match(rows[1] ?? '', /› split 4 B/);
});

test('in a small window the chosen fault is in view with what it does', () => {
	for (const [columns, height] of [
		[40, 6],
		[40, 3],
		[80, 4],
	] as const) {
		for (const [chosen, {kind}] of faultTable.entries()) {
			const rows = layoutFaults(chosen, {columns, height});
			assert.ok(rows.length <= height);
			assert.ok(rows.every(row => measureRow(row) <= columns));
			assert.ok(
				read(rows).some(row => row.startsWith(` › ${kind}`)),
				`${kind} at ${columns}×${height}`,
			);
		}
	}
});

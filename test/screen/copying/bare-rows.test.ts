import assert from 'node:assert/strict';
import test from 'node:test';
import type {ConversationItem} from '../../../source/screen/messages/conversation-item.ts';
import {layoutBareItem} from '../../../source/screen/copying/bare-rows.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import {hostile, joinSpans, now} from '../rows-fixture.ts';

const options = {columns: 40, nameColumns: 8, myName: 'ann'};
const said = (text: string, more: Record<string, unknown> = {}): ConversationItem => ({
	kind: 'message',
	key: 'm',
	at: now,
	from: 'bob',
	fromId: 'id-bob',
	text,
	own: false,
	...more,
});
const draw = (item: ConversationItem, columns = 40, isContinuation = false) =>
	layoutBareItem(item, isContinuation, {...options, columns});

test('in the bare view a text has its lines alone, from the first column, and no mark beside it', () => {
	const code = 'def main():\n    if x:\n        return 1\n';
	const [head, ...rows] = draw(said(code));
	assert.deepEqual(head, [{text: ' 10:02 bob ', tone: 'headerQuiet'}]);
	assert.equal(rows.map(row => joinSpans(row)).join('\n'), code);
	assert.deepEqual(
		draw(said('own', {own: true, delivery: 'logged'}), 40, true).map(row => joinSpans(row)),
		['own'],
	);
});

test('an address that does not fit into the rest of its row begins a new one, and takes the full width', () => {
	const address = `https://example.com/${'long/'.repeat(12)}end`;
	const rows = draw(said(`see ${address} now`), 30).slice(1);
	assert.equal(joinSpans(rows[0] ?? []), 'see');
	const pieces = rows.flat().filter(({link}) => link !== undefined);
	assert.equal(pieces.map(({text}) => text).join(''), address);
	assert.deepEqual(new Set(pieces.map(({link}) => link)), new Set([address]));
	assert.equal(joinSpans(rows[1] ?? []), address.slice(0, 30));
});

test('nothing that is said is drawn in inverse, as authors and times are', () => {
	const rows = draw(said(`ok\n 10:03 ada \nyes\n${hostile}`)).slice(1);
	assert.ok(rows.flat().every(({tone}) => tone === undefined));
});

test('the bare view says to whom a message was, what was refused, and what is not shown', () => {
	const headOf = (item: ConversationItem) => joinSpans(draw(item, 80, true)[0] ?? []);
	assert.equal(headOf(said('x')), 'x');
	assert.equal(joinSpans(draw(said('x', {to: {id: 'me', name: 'ann'}}), 80)[0] ?? []), ' 10:02 bob (private to you) ');
	assert.equal(
		headOf(said('x', {own: true, from: 'ann', delivery: 'refused', reason: 'too long'})),
		' 10:02 ann ! too long ',
	);
	assert.equal(headOf({n: 1, text: 'x', at: now}), ' 10:02 ann … ');
	assert.equal(headOf({kind: 'gap', key: 'g', at: now, from: 1, to: 20}), ' 20 messages are not shown here ');
});

test('no row of the bare view is wider than the window, however small', () => {
	for (const columns of [1, 4, 20, 81]) {
		for (const item of [said(hostile), said('日本語'.repeat(30), {part: [1, 2, '']}), said('x'.repeat(100))]) {
			for (const row of draw(item, columns)) {
				assert.ok(measureRow(row) <= Math.max(2, columns), joinSpans(row));
			}
		}
	}
});

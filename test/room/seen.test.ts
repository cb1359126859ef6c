import assert from 'node:assert/strict';
import test from 'node:test';
import {MemoryLog, type LoggedMessage} from '../../source/room/log.ts';
import {digestMessage, findResumeSeq} from '../../source/room/seen.ts';

const bob = 'b'.repeat(16);
const carol = {id: 'c'.repeat(16), name: 'carol'};
const me = 'a'.repeat(16);

/** `>text`: private from Bob to Carol. */
const say = (seq: number, text: string): LoggedMessage => ({
	seq,
	id: bob,
	n: seq,
	from: 'bob',
	ts: seq,
	text,
	...(text.startsWith('>') && {to: carol}),
});

const createLog = async (...texts: readonly string[]) => {
	const log = new MemoryLog('r');
	for (const [index, text] of texts.entries()) {
		log.append(say(index + 1, text));
	}

	await Promise.resolve();
	return log;
};

const see = (seq: number, text: string) => ({seq, digest: digestMessage(say(seq, text))});

test('a client goes on where it has stopped in the log that it has read', async () => {
	const log = await createLog('1', '2', '>3', '4');
	assert.equal(findResumeSeq(log, {memberId: me, since: 2, seen: see(2, '2')}), 2);
	assert.equal(findResumeSeq(log, {memberId: me, since: 3, seen: see(2, '2')}), 3);
	assert.equal(findResumeSeq(log, {memberId: me, since: 0, seen: {seq: 0, digest: ''}}), 0);
	assert.equal(findResumeSeq(log, {memberId: me, since: 3, seen: undefined}), 3);
});

test('a log that has gone back or has another message at the place is another history', async () => {
	const log = await createLog('1', 'two', '3');
	assert.equal(findResumeSeq(log, {memberId: me, since: 2, seen: see(2, '2')}), undefined);
	assert.equal(findResumeSeq(log, {memberId: me, since: 5, seen: see(5, '5')}), undefined);
});

test('a place that was private to others is sent again once it holds a message for the client', async () => {
	const log = await createLog('1', 'new', '>new', 'new');
	assert.equal(findResumeSeq(log, {memberId: me, since: 3, seen: see(1, '1')}), 1);
	assert.equal(findResumeSeq(log, {memberId: me, since: 9, seen: see(1, '1')}), 1, 'beyond the end of the log');
	assert.equal(findResumeSeq(log, {memberId: me, since: 3, seen: {seq: 0, digest: ''}}), 0);
});

test('a digest does not tell what others have said in private', async () => {
	const log = await createLog('1', '>2');
	assert.equal(findResumeSeq(log, {memberId: me, since: 2, seen: see(2, '>2')}), undefined);
	assert.equal(findResumeSeq(log, {memberId: carol.id, since: 2, seen: see(2, '>2')}), 2);
});

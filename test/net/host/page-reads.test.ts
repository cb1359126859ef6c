import assert from 'node:assert/strict';
import test from 'node:test';
import {readPageBefore} from '../../../source/net/host/log-reader.ts';
import {MemoryLog, type LoggedMessage} from '../../../source/room/log.ts';

/** A log that counts the characters that are read from it. */
class CountingLog extends MemoryLog {
	characters = 0;

	override read(from: number, limit: number): readonly LoggedMessage[] {
		const messages = super.read(from, limit);
		for (const {text} of messages) {
			this.characters += text.length;
		}

		return messages;
	}
}

const open = async (count: number, text: string, more: Partial<LoggedMessage> = {}) => {
	const log = new CountingLog('history');
	for (let seq = 1; seq <= count; seq++) {
		log.append({seq, id: 'a', n: seq, from: 'a', ts: 0, text, ...more});
	}

	await Promise.resolve();
	return log;
};

test('a page of long messages costs little more than what it holds', async () => {
	const log = await open(500, 'x'.repeat(8000));
	const page = readPageBefore(log, {before: 400, limit: 500}, 'b');
	assert.deepEqual(
		page.messages.map(({seq}) => seq),
		[392, 393, 394, 395, 396, 397, 398, 399],
	);
	assert.equal(page.from, 392);
	assert.ok(log.characters < 4 * 65_536, `${log.characters} characters were read`);
});

test('a page for a member who may see none of the messages is bounded, too, and leads on', async () => {
	const log = await open(500, 'x'.repeat(8000), {to: {id: 'c', name: 'c'}});
	let before = 501;
	for (let pages = 0; before > 1; pages++) {
		log.characters = 0;
		const page = readPageBefore(log, {before, limit: 500}, 'b');
		assert.deepEqual(page.messages, []);
		assert.ok(page.from < before && pages < 100);
		assert.ok(log.characters < 16 * 65_536, `${log.characters} characters were read`);
		before = page.from;
	}
});

test('a page of short messages holds all that are asked for', async () => {
	const log = await open(500, 'hi');
	const page = readPageBefore(log, {before: 301, limit: 200}, 'b');
	assert.deepEqual([page.from, page.messages.length], [101, 200]);
	assert.deepEqual(readPageBefore(log, {before: 1, limit: 200}, 'b'), {from: 1, messages: []});
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {isMessage, startHost} from '../helpers/program.ts';
import {openJoin} from '../helpers/screen-programs.ts';

test('scrolling up loads older pages from the host, to the very first message, and the view holds still meanwhile', async t => {
	const {host, port} = await startHost(t);
	const count = 1200;
	host.stdin.write(Array.from({length: count}, (_, index) => `message ${index + 1}.\n`).join(''));
	await host.waitForEvent(isMessage(`message ${count}.`));
	const join = await openJoin(t, port, {columns: 80, rows: 40});
	await join.waitFor(`message ${count}.`);
	const first = () => Number(/message (\d+)\./.exec(join.text())?.[1] ?? 0);
	let pages = 0;
	while (first() > 1) {
		assert.ok(pages < 200, join.text());
		pages++;
		const before = first();
		join.press('PageUp');
		// Where the next page is still on its way, the view stands until the key is pressed again.
		await join.waitFor(() => first() < before, {timeout: 1000}).catch(() => undefined);
		const numbers = [...join.text().matchAll(/message (\d+)\./g)].map(([, number]) => Number(number));
		assert.deepEqual(
			numbers,
			numbers.map((_, index) => (numbers[0] ?? 0) + index),
		);
	}

	host.say('something new');
	await join.waitFor('1 new');
	assert.equal(first(), 1);
	join.press('End');
	await join.waitFor('something new');
});

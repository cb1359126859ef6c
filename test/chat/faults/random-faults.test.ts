import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {faultTable} from '../../../source/chat/faults/fault-table.ts';
import {listMessages, openLab, submit} from './open-lab.ts';

const step = fc.oneof(
	fc.record({type: fc.constant('client' as const)}),
	fc.record({type: fc.constant('host' as const)}),
	fc.record({type: fc.constant('off' as const)}),
	fc.record({type: fc.constant('pass' as const), time: fc.integer({min: 20, max: 3000})}),
	fc.record({type: fc.constant('break' as const), kind: fc.constantFrom(...faultTable.map(({kind}) => kind))}),
);

test('after any faults, both ends of a private room have each message once and in the same order', async t => {
	const opened = await openLab(t, {plain: false});
	const {host, enter, pass, passUntil} = opened;
	const {client} = await enter();
	const expected = {client: [] as string[], host: [] as string[]};
	let count = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(step, {minLength: 4, maxLength: 12}), async steps => {
			for (const each of steps) {
				if (each.type === 'client' || each.type === 'host') {
					count++;
					expected[each.type].push(`message ${count}`);
					submit(each.type === 'client' ? client : host, `message ${count}`);
				} else if (each.type === 'pass') {
					await pass(each.time);
				} else {
					// A fault that cannot begin now is refused, which changes nothing.
					client.submit(each.type === 'off' ? '/break off' : `/break ${each.kind}`);
				}
			}

			client.submit('/break off');
			await passUntil(
				() => listMessages(client).length === count && listMessages(host).length === count,
				() => JSON.stringify([steps, listMessages(client), listMessages(host)]),
			);
			assert.deepEqual(listMessages(client), listMessages(host));
			for (const [end, name] of [
				['client', 'bob'],
				['host', 'alice'],
			] as const) {
				const own = listMessages(host).filter(line => line.startsWith(`${name}: `));
				assert.deepEqual(
					own,
					expected[end].map(text => `${name}: ${text}`),
				);
			}
		}),
		{numRuns: 12, endOnFailure: true},
	);
});

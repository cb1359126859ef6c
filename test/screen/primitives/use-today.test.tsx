import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import test from 'node:test';
import {render, Text} from 'ink';
import {useToday} from '../../../source/screen/primitives/use-today.ts';

const turn = async () =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

test('11: the date is drawn anew when the day turns, and not before', async t => {
	t.mock.timers.enable({apis: ['setTimeout', 'Date'], now: new Date(2026, 10, 28, 20, 30)});
	const drawn: string[] = [];
	function Today() {
		const today = useToday();
		drawn.push(today);
		return <Text>{today}</Text>;
	}

	const ink = render(<Today />, {
		stdout: Object.assign(new PassThrough(), {columns: 80, rows: 24}),
		patchConsole: false,
	});
	const pass = async (minutes: number) => {
		for (let n = 0; n < minutes; n++) {
			t.mock.timers.tick(60_000);
			await turn();
		}
	};

	await turn();
	await pass(209);
	assert.deepEqual(drawn, ['Saturday 28 November 2026']);
	await pass(1);
	assert.deepEqual(drawn, ['Saturday 28 November 2026', 'Sunday 29 November 2026']);
	await pass(24 * 60);
	assert.equal(drawn.at(-1), 'Monday 30 November 2026');
	assert.equal(drawn.length, 3);
	ink.unmount();
});

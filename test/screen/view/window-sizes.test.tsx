import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {App} from '../../../source/screen/app.tsx';
import {drawScreen} from '../../helpers/drawn-screen.tsx';
import {now, scenarios} from '../rows-fixture.ts';
import {createScenario} from '../scenarios.ts';

const ignore = () => undefined;
const accept = () => ({ok: true}) as const;

const createApp = (scenario: string) => {
	const state = createScenario(scenario, now);
	return (
		<App state={state} getState={() => state} onSubmit={accept} onRetry={ignore} onLeave={ignore} onAddress={accept} />
	);
};

const keys = [
	'',
	'draft',
	'x' + '\nx'.repeat(9),
	'\u{1B}OP',
	'\u{1B}OQ',
	'\u{1B}OR',
	'\u{3}',
	'/find e\r',
	'/\t',
	'\u{1B}OS',
];

/** Draws a scenario at a size, with keys typed, and checks that all of the window is drawn. */
const check = async (scenario: string, columns: number, rows: number, typed: string) => {
	const {drawn, settle, type, close} = await drawScreen(createApp(scenario), columns, rows);
	try {
		await settle();
		if (typed !== '') {
			type(typed);
			await new Promise(resolve => {
				setTimeout(resolve, 10);
			});
			await settle();
		}

		const shown = drawn.screen();
		const described = `${scenario}, ${columns}×${rows}, ${JSON.stringify(typed)}\n${shown.join('\n')}`;
		assert.equal(shown.length, rows);
		assert.ok(rows < 8 || /[●○◌◐✕] ?\S/.test(shown[0] ?? ''), `no header: ${described}`);
		assert.notEqual(shown.at(-1), '', `nothing in the last row: ${described}`);

		const {x, y} = drawn.cursor();
		assert.ok(/^ [›⋮] |^ {3}|Address ›/.test(shown[y] ?? ''), `the cursor is in row ${y}: ${described}`);
		assert.ok(x < columns, described);
		return shown;
	} finally {
		close();
	}
};

test('at every size from 20×4 to 200×60 the window is drawn whole, with the cursor in the composer', async () => {
	const size = fc.record({columns: fc.integer({min: 20, max: 200}), rows: fc.integer({min: 4, max: 60})});
	const small = fc.record({columns: fc.integer({min: 20, max: 60}), rows: fc.integer({min: 4, max: 18})});
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(size, small),
			fc.constantFrom(...scenarios),
			fc.constantFrom(...keys),
			async ({columns, rows}, scenario, typed) => {
				await check(scenario, columns, rows, typed);
			},
		),
		{numRuns: 80},
	);
});

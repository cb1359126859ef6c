import assert from 'node:assert/strict';
import test from 'node:test';
import {findArea, resolveFocus, findNextPane, findToggledPane} from '../../../source/screen/layout/pane-focus.ts';
import {computeLayout, type LayoutRequest, type PaneName} from '../../../source/screen/layout/layout.ts';

const request: LayoutRequest = {
	columns: 120,
	rows: 40,
	focused: 'messages',
	composerRows: 1,
	bannerRows: 0,
	members: 3,
};

const round = (more: Partial<LayoutRequest>, step: 1 | -1): readonly PaneName[] => {
	const views: PaneName[] = [];
	let view: PaneName = 'messages';
	do {
		view = findNextPane(computeLayout({...request, ...more, focused: view}), view, step);
		views.push(view);
	} while (view !== 'messages' && views.length < 9);

	return views;
};

test('Tab cycles through the panes on the screen, Shift+Tab backwards', () => {
	assert.deepEqual(round({}, 1), ['log', 'peers', 'messages']);
	assert.deepEqual(round({}, -1), ['peers', 'log', 'messages']);
	assert.deepEqual(round({columns: 80, rows: 24}, 1), ['log', 'peers', 'messages']);
	assert.deepEqual(round({columns: 80, rows: 14}, 1), ['peers', 'messages'], 'there is no log in so few rows');
	assert.deepEqual(round({hidden: ['log']}, 1), ['peers', 'messages']);
	assert.deepEqual(round({hidden: ['log', 'peers']}, 1), ['messages']);
	assert.deepEqual(round({columns: 40, rows: 10}, 1), ['log', 'peers', 'messages']);
});

test('F2 toggles the log and F3 the peers; if only one pane fits, F2 cycles forwards and F3 backwards', () => {
	assert.equal(findToggledPane('wide', 'messages', 'log'), 'log');
	assert.equal(findToggledPane('wide', 'log', 'log'), 'messages');
	assert.equal(findToggledPane('stacked', 'log', 'peers'), 'peers');
	assert.equal(findToggledPane('stacked', 'peers', 'peers'), 'messages');
	const all = ['messages', 'log', 'peers'] as const;
	assert.deepEqual(
		all.map(view => findToggledPane('single', view, 'log')),
		['log', 'peers', 'messages'],
	);
	assert.deepEqual(
		all.map(view => findToggledPane('single', view, 'peers')),
		['peers', 'messages', 'log'],
	);
});

test('a focused pane is shown, hidden or not, in every window where it fits', () => {
	for (let columns = 40; columns <= 160; columns += 4) {
		for (let rows = 10; rows <= 50; rows++) {
			for (const view of ['log', 'peers'] as const) {
				const layout = computeLayout({...request, columns, rows, focused: view, hidden: ['log', 'peers'], members: 20});
				assert.equal(resolveFocus(layout, view), view, `${columns}×${rows}`);
				assert.ok((layout[view]?.rows ?? 0) >= 2, 'a title and a row to scroll');
			}
		}
	}

	const tiny = computeLayout({...request, columns: 80, rows: 10, composerRows: 5, focused: 'log'});
	assert.equal(resolveFocus(tiny, 'log'), 'messages', 'a long draft has taken its room');
});

test('each position of the window is found in the pane drawn there', () => {
	for (const [columns, rows] of [
		[120, 40],
		[80, 24],
		[40, 10],
	] as const) {
		const layout = computeLayout({...request, columns, rows});
		let count = 0;
		for (let y = 0; y < rows; y++) {
			for (let x = 0; x < columns; x++) {
				const area = findArea(layout, x, y);
				const rect = area && layout[area];
				count += rect ? 1 : 0;
				assert.ok(!rect || (x >= rect.x && x < rect.x + rect.columns && y >= rect.y && y < rect.y + rect.rows));
			}
		}

		const areas = [layout.messages, layout.log, layout.peers, layout.composer];
		assert.equal(
			count,
			areas.reduce((sum, rect) => sum + (rect ? rect.columns * rect.rows : 0), 0),
		);
		assert.equal(findArea(layout, 0, 0), undefined);
		assert.equal(findArea(layout, 0, rows - 1), undefined);
		assert.equal(findArea(layout, 3, layout.composer.y), 'composer');
	}
});

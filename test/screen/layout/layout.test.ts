import assert from 'node:assert/strict';
import test from 'node:test';
import {
	isTooSmall,
	computeLayout,
	countListRows,
	type Layout,
	type LayoutRequest,
	type Rect,
	type PaneName,
} from '../../../source/screen/layout/layout.ts';

const panes: readonly PaneName[] = ['messages', 'log', 'peers'];

const rectsOf = ({kind, ...rects}: Layout): readonly Rect[] => Object.values(rects).filter(rect => rect !== undefined);

const overlap = (a: Rect, b: Rect): boolean =>
	a.x < b.x + b.columns && b.x < a.x + a.columns && a.y < b.y + b.rows && b.y < a.y + a.rows;

const assertTiles = (layout: Layout, columns: number, rows: number, what: string) => {
	const rects = rectsOf(layout);
	let area = 0;
	for (const [index, rect] of rects.entries()) {
		assert.ok(rect.columns > 0 && rect.rows > 0, `an empty pane in ${what}`);
		assert.ok(
			rect.x >= 0 && rect.y >= 0 && rect.x + rect.columns <= columns && rect.y + rect.rows <= rows,
			`a pane outside ${what}`,
		);
		assert.ok(!rects.slice(index + 1).some(other => overlap(rect, other)), `panes overlap in ${what}`);
		area += rect.columns * rect.rows;
	}

	assert.equal(area, columns * rows, `a gap in ${what}`);
};

function* requests(): Generator<LayoutRequest> {
	for (let columns = 40; columns <= 200; columns++) {
		for (let rows = 10; rows <= 60; rows++) {
			for (const focused of panes) {
				for (const [composerRows, bannerRows, members] of [
					[1, 0, 1],
					[9, 3, 40],
					[2, 1, 3],
				] as const) {
					const request = {columns, rows, focused, composerRows, bannerRows, members};
					yield request;
					yield {...request, countInvitationRows: () => 2};
					yield {...request, listRows: countListRows(rows)};
				}
			}
		}
	}
}

test('the panes cover every window from 40×10 to 200×60 without a gap and without an overlap', () => {
	for (const request of requests()) {
		assertTiles(computeLayout(request), request.columns, request.rows, JSON.stringify(request));
	}
});

test('a list above the composer has a row in every window, and all of its rows in a roomy one', () => {
	for (const request of requests()) {
		const {list} = computeLayout(request);
		const wanted = request.listRows ?? 0;
		assert.equal(list === undefined, wanted === 0);
		assert.ok(list === undefined || (list.rows >= 1 && list.rows <= wanted), JSON.stringify(request));
		assert.ok(request.rows < 24 || (list?.rows ?? 0) === wanted, JSON.stringify(request));
	}
});

test('the messages, or the only pane, keep a title and two rows, however large the rest is', () => {
	for (const request of requests()) {
		const layout = computeLayout(request);
		const pane = layout.kind === 'single' ? layout[request.focused] : layout.messages;
		assert.ok(pane && pane.rows >= 3, JSON.stringify(request));
		assert.ok(layout.composer.rows >= 1 && layout.composer.rows <= 5);
	}
});

test('from 100 columns on there is a right column, 40 to 56 columns wide', () => {
	assert.equal(
		computeLayout({columns: 99, rows: 30, focused: 'messages', composerRows: 1, bannerRows: 0, members: 2}).kind,
		'stacked',
	);
	for (let columns = 100; columns <= 200; columns++) {
		const {kind, log, separator} = computeLayout({
			columns,
			rows: 30,
			focused: 'messages',
			composerRows: 1,
			bannerRows: 0,
			members: 2,
		});
		assert.equal(kind, 'wide');
		assert.ok(log && log.columns >= 40 && log.columns <= 56);
		assert.equal(separator?.x, log.x - 1);
		assert.equal(log.x + log.columns, columns);
	}
});

test('the invitation stands below the peers wherever the other panes keep their rows', () => {
	const hasInvitation = (columns: number, rows: number, more: Partial<LayoutRequest> = {}) => {
		const {invitation, peers} = computeLayout({
			columns,
			rows,
			focused: 'messages',
			composerRows: 1,
			bannerRows: 0,
			members: 5,
			countInvitationRows: width => (width < 80 ? 2 : 1),
			...more,
		});
		assert.ok(!invitation || !peers || invitation.y === peers.y + peers.rows);
		return invitation !== undefined;
	};

	assert.ok(hasInvitation(120, 40));
	assert.ok(hasInvitation(120, 20));
	assert.ok(hasInvitation(80, 24));
	assert.ok(hasInvitation(80, 24, {focused: 'log'}));
	assert.ok(hasInvitation(40, 10, {focused: 'peers'}));
	assert.ok(!hasInvitation(40, 10));
	assert.ok(!hasInvitation(60, 10));
	assert.ok(!hasInvitation(120, 40, {countInvitationRows: undefined}));
	assert.ok(!hasInvitation(120, 40, {hidden: ['peers']}));
});

test('a pane is larger while it is focused', () => {
	for (const [columns, rows] of [
		[120, 40],
		[80, 24],
		[60, 12],
	] as const) {
		const size = (pane: 'log' | 'peers', focused: PaneName) => {
			const {[pane]: rect} = computeLayout({columns, rows, focused, composerRows: 1, bannerRows: 0, members: 40});
			return (rect?.columns ?? 0) * (rect?.rows ?? 0);
		};

		assert.ok(size('log', 'log') > size('log', 'messages'), `${columns}×${rows}`);
		assert.ok(size('peers', 'peers') > size('peers', 'messages'), `${columns}×${rows}`);
	}
});

test('a window under 40×10 is too small', () => {
	assert.ok(isTooSmall(39, 10));
	assert.ok(isTooSmall(40, 9));
	assert.ok(!isTooSmall(40, 10));
});

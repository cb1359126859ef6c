import assert from 'node:assert/strict';
import test from 'node:test';
import {
	isTooSmall,
	computeLayout,
	type Layout,
	type LayoutRequest,
	type Rect,
	type PaneName,
} from '../../../source/screen/layout/layout.ts';
import {countListRows} from '../../../source/screen/layout/divide-rows.ts';

const panes: readonly PaneName[] = ['messages', 'log', 'peers'];

const rectsOf = ({kind, hasMessageTitle, ...rects}: Layout): readonly Rect[] =>
	Object.values(rects).filter(rect => rect !== undefined);

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
	for (let columns = 20; columns <= 200; columns += columns < 62 ? 1 : 3) {
		for (let rows = 4; rows <= 60; rows += rows < 30 ? 1 : 3) {
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
					yield {...request, need: 'hints'};
					yield {...request, need: 'cover'};
				}
			}
		}
	}
}

test('the panes cover every window from 20×4 to 200×60 without a gap and without an overlap', () => {
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

test('the messages, or the only pane, keep a title and two rows, and below 40×10 a row', () => {
	for (const request of requests()) {
		const layout = computeLayout(request);
		const pane = layout.kind === 'single' ? layout[request.focused] : layout.messages;
		const {rows, need, bannerRows}: LayoutRequest = request;
		const kept = rows >= 10 ? 3 : rows >= 8 ? 2 : need === 'cover' ? 2 : rows < 6 && need ? 0 : 1;
		assert.ok((pane?.rows ?? 0) >= kept, JSON.stringify(request));
		assert.ok(layout.composer.rows >= 1 && layout.composer.rows <= 5);
		assert.ok(need === undefined || layout.hints, JSON.stringify(request));
		assert.ok(layout.banner !== undefined || bannerRows === 0 || rows < 6, JSON.stringify(request));
	}
});

test('a low window gives up the line above the composer, then hints and title, then the header', () => {
	const list = (rows: number, more: Partial<LayoutRequest> = {}) => {
		const request = {columns: 40, rows, focused: 'messages', composerRows: 1, bannerRows: 0, members: 3} as const;
		const {rule, hints, hasMessageTitle, header, banner, messages} = computeLayout({...request, ...more});
		const bands = {rule, hints, title: hasMessageTitle, header, banner};
		return `${messages?.rows ?? 0} ${Object.entries(bands)
			.flatMap(([name, band]) => (band ? [name] : []))
			.join(' ')}`;
	};

	assert.equal(list(11), '7 rule hints title header');
	assert.equal(list(10), '6 rule hints title header');
	assert.equal(list(9), '6 hints title header');
	assert.equal(list(8), '5 hints title header');
	assert.equal(list(7), '5 header');
	assert.equal(list(4), '2 header');
	assert.equal(list(5, {bannerRows: 3}), '1 banner');
	assert.equal(list(4, {bannerRows: 1}), '1 header banner');
	assert.equal(list(4, {bannerRows: 3}), '1 banner');
	assert.equal(list(6, {bannerRows: 1, need: 'hints'}), '2 hints header banner');
	assert.equal(list(4, {bannerRows: 3, need: 'hints'}), '0 hints banner');
	assert.equal(list(4, {bannerRows: 3, need: 'cover'}), '2 hints');
	assert.equal(list(4, {composerRows: 9}), '1 header');
});

test('from 100 columns on there is a right column, 40 to 72 columns wide, and the messages get the most', () => {
	assert.equal(
		computeLayout({columns: 99, rows: 30, focused: 'messages', composerRows: 1, bannerRows: 0, members: 2}).kind,
		'stacked',
	);
	for (let columns = 100; columns <= 200; columns++) {
		const {kind, log, messages, separator} = computeLayout({
			columns,
			rows: 30,
			focused: 'messages',
			composerRows: 1,
			bannerRows: 0,
			members: 2,
		});
		assert.equal(kind, 'wide');
		assert.ok(log && log.columns >= 40 && log.columns <= 72 && log.columns < (messages?.columns ?? 0));
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

test('below 100 columns the peers are one row while they fit on it, and rows otherwise', () => {
	const countPeerRows = (fits: boolean, more: Partial<LayoutRequest> = {}) =>
		computeLayout({
			columns: 99,
			rows: 40,
			focused: 'messages',
			composerRows: 1,
			bannerRows: 0,
			members: 5,
			fitsPeerLine: () => fits,
			...more,
		}).peers?.rows;
	assert.equal(countPeerRows(true), 1);
	assert.equal(countPeerRows(false), 4);
	assert.equal(countPeerRows(false, {rows: 24}), 1);
	assert.equal(countPeerRows(true, {focused: 'peers'}), 6);
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

test('a window under 20×4 is too small', () => {
	assert.ok(isTooSmall(19, 4));
	assert.ok(isTooSmall(20, 3));
	assert.ok(!isTooSmall(20, 4));
});

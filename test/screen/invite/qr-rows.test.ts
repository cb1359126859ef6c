import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {encode} from 'uqr';
import {formatInvitation} from '../../../source/chat/invitation/format-invitation.ts';
import {createQrPresenter} from '../../../source/screen/invite/show-qr.ts';
import {layoutQr, measureQr} from '../../../source/screen/invite/qr-rows.ts';
import {palettes} from '../../../source/screen/primitives/theme.ts';
import {measureRow, type Row} from '../../../source/screen/primitives/rows.ts';
import {until} from '../../helpers/until.ts';
import {joinSpans} from '../rows-fixture.ts';

/** Reads the modules as a camera does: dark is what is drawn, light is the background. */
const readModules = (rows: readonly Row[]): boolean[][] =>
	rows.flatMap(row => {
		const cells = [...joinSpans(row)];
		return [cells.map(cell => cell === '█' || cell === '▀'), cells.map(cell => cell === '█' || cell === '▄')];
	});

test('a QR code has each module once and a light margin, or is not drawn', () => {
	fc.assert(
		fc.property(
			fc.string({maxLength: 200}),
			fc.integer({min: 10, max: 120}),
			fc.integer({min: 5, max: 60}),
			(text, columns, rows) => {
				const {data} = encode(text, {ecc: 'L', border: 0});
				const drawn = layoutQr(data, {columns, rows});
				const needed = measureQr(data.length);
				assert.equal(drawn !== undefined, needed.columns <= columns && needed.rows <= rows);
				if (!drawn) {
					return;
				}

				assert.ok(drawn.length <= rows && drawn.every(row => measureRow(row) <= columns));
				const modules = readModules(drawn);
				const margin = (measureRow(drawn[0] ?? []) - data.length) / 2;
				assert.ok(margin === 2 || margin === 4);
				for (const [y, line] of modules.entries()) {
					for (const [x, isDark] of line.entries()) {
						assert.equal(isDark, data[y - margin]?.[x - margin] ?? false, `${x},${y}`);
					}
				}
			},
		),
	);
});

test('a QR code is dark on light in every palette', () => {
	for (const {qr} of Object.values(palettes)) {
		assert.deepEqual(qr, {color: 'black', backgroundColor: 'white'});
	}
});

test('an invitation is drawn where there is room for it, and else the window is told its size', async () => {
	const facts = {addresses: ['192.168.1.20:5000'], code: 'legal-winner-thank-year-wave'};
	const present = async (columns: number, rows: number) => {
		const done: Array<string | readonly Row[]> = [];
		const result = createQrPresenter({
			columns,
			rows,
			pageRows: rows - 5,
			open(page) {
				done.push(page.rows);
			},
			onRefusal(text) {
				done.push(text);
			},
		})(facts);
		assert.ok(result.ok);
		await until(() => done.length > 0);
		return done[0];
	};

	const drawn = await present(80, 30);
	assert.ok(Array.isArray(drawn));
	const {data} = encode(formatInvitation(facts), {ecc: 'L', border: 0});
	assert.equal(readModules(drawn).flat().filter(Boolean).length, data.flat().filter(Boolean).length);
	assert.equal(
		await present(40, 10),
		`The QR code needs a window of ${data.length + 4}×${Math.ceil((data.length + 4) / 2) + 5}; this one has 40×10. Use /invite or /invite copy.`,
	);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {listAllCommands, listCommands} from '../../../source/chat/commands/list-commands.ts';
import {layoutHelp} from '../../../source/screen/help/help-rows.ts';
import {mainKeys, moreKeys} from '../../../source/screen/help/key-help.ts';
import {measureWidth} from '../../../source/text/width.ts';
import {everyCondition} from '../../helpers/conditions.ts';
import {joinSpans} from '../rows-fixture.ts';

const commands = listAllCommands('screen');
const layout = (columns: number, shown = commands) => layoutHelp(shown, columns).map(row => joinSpans(row).trimEnd());

/** Returns the text of rows that were wrapped, with one space between words. */
const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

test('the help has the commands first, then ten keys, then the rest', () => {
	assert.equal(mainKeys.length, 10);
	const rows = layout(120);
	const titles = rows.flatMap((row, index) => (/^ (?:Commands|Keys|More keys)$/.test(row) ? [index] : []));
	assert.deepEqual(
		titles.map(index => rows[index]),
		[' Commands', ' Keys', ' More keys'],
	);
	assert.match(rows[1] ?? '', /^ \/msg name text {2,}send to one member, privately \(also \/dm, \/w, \/whisper\)$/);
	assert.ok((titles[1] ?? 0) > commands.length);
});

test('nothing of the help is cut at any width: what does not fit is wrapped', () => {
	const everything = [...mainKeys, ...moreKeys].flatMap(({keys, action}) => [keys, action]);
	for (let columns = 40; columns <= 200; columns++) {
		const rows = layout(columns);
		for (const row of rows) {
			assert.ok(!row.includes('…') && measureWidth(row) <= columns, `${columns}: ${row}`);
		}

		// In two columns, the words of one text are in several rows.
		const left = squeeze(rows.map(row => (columns < 70 ? row : row.slice(0, 32))).join(' '));
		const right = squeeze(rows.map(row => (columns < 70 ? row : row.slice(32))).join(' '));
		for (const text of [...everything, ...commands.map(({help}) => help)]) {
			assert.ok(left.includes(text) || right.includes(text), `${columns}: ${text}`);
		}
	}
});

test('the help has only the commands that can be used now', () => {
	const text = layout(80, listCommands('screen', {...everyCondition, isHost: false, isLab: false})).join('\n');
	for (const name of ['break', 'kick', 'code', 'lock', 'history']) {
		assert.ok(!text.includes(`\n /${name}`), name);
	}

	assert.match(text, /^ \/xray/m);
});

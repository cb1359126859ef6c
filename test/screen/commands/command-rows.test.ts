import assert from 'node:assert/strict';
import test from 'node:test';
import {filterCommands} from '../../../source/chat/commands/find-command.ts';
import {listAllCommands} from '../../../source/chat/commands/list-commands.ts';
import {layoutCommands} from '../../../source/screen/commands/command-rows.ts';
import {countListRows} from '../../../source/screen/layout/divide-rows.ts';
import {joinSpans} from '../rows-fixture.ts';

const commands = listAllCommands('screen');

const layout = (begun: string, columns: number, {chosen = 0, rows = 8} = {}) =>
	layoutCommands({commands: filterCommands(begun, commands), chosen}, begun, {columns, rows}).map(row =>
		joinSpans(row).trimEnd(),
	);

test('each command has a row with what it does, the most used first, and a mark at the chosen one', () => {
	assert.deepEqual(layout('', 120).slice(0, 3), [
		' › /msg name text               send to one member, privately',
		'   /who                         list the members, with their addresses',
		'   /find text                   search all that was said',
	]);
	assert.deepEqual(layout('', 80, {chosen: 1}).slice(0, 2), [
		'   /msg     send to one member, privately',
		' › /who     list the members, with their addresses',
	]);
});

test('no row ends with … from 40 columns on: what does not fit is left out at a comma', () => {
	for (let columns = 40; columns <= 200; columns++) {
		for (const row of layout('', columns, {rows: 99})) {
			assert.ok(!row.includes('…') && row.length <= columns, `${columns}: ${row}`);
		}
	}

	assert.deepEqual(layout('l', 40).slice(0, 2), [' › /log   enlarge the connection log', '   /lock  refuse newcomers']);
});

test('a command that is found by another name says by which', () => {
	assert.deepEqual(layout('ni', 80), [' › /name  /nick: change your name']);
	assert.deepEqual(layout('w', 40)[0], ' › /msg  /w: send to one member');
});

test('the list follows the chosen command, and is lower in lower windows', () => {
	const rows = layout('', 80, {chosen: commands.length - 1, rows: 5});
	assert.equal(rows.length, 5);
	assert.match(rows.at(-1) ?? '', /^ › \/say/);
	assert.match(layout('', 80, {chosen: 9, rows: 5})[2] ?? '', /^ › /);
	assert.deepEqual(
		[60, 40, 24, 18, 10, 7, 4].map(height => countListRows(height)),
		[8, 8, 7, 5, 3, 0, 0],
	);
});

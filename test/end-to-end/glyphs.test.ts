import assert from 'node:assert/strict';
import test from 'node:test';
import {isAsciiLocale} from '../../source/screen/primitives/glyphs.ts';
import {emptyHome} from '../helpers/line-process.ts';
import {hostCommand} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

test('a locale that names another encoding than UTF-8 is ASCII, and one that names no encoding is ignored', () => {
	assert.equal(isAsciiLocale({LANG: 'C'}), true);
	assert.equal(isAsciiLocale({LANG: 'de_DE.ISO-8859-1'}), true);
	assert.equal(isAsciiLocale({LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8'}), true);
	assert.equal(isAsciiLocale({LC_ALL: '', LC_CTYPE: 'de_DE.utf8', LANG: 'C'}), false);
	assert.equal(isAsciiLocale({}), false);
});

test('where the locale is not UTF-8, the whole screen is drawn in ASCII', async t => {
	const terminal = openTerminal(t, hostCommand(), {
		columns: 120,
		rows: 24,
		env: {LANG: 'C', SOCKET_CHAT_HOME: emptyHome()},
	});
	await terminal.waitFor('* listening');
	await terminal.waitForRawMode();
	terminal.type('hello');
	await terminal.waitFor('> hello');
	terminal.press('Enter');
	await terminal.waitFor('hello +');
	terminal.write('\u{1B}OP');
	await terminal.waitFor(/^\[Help]/m);
	assert.deepEqual(
		terminal.screen().filter(row => [...row].some(character => (character.codePointAt(0) ?? 0) > 0x7e)),
		[],
	);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {until} from '../../helpers/until.ts';
import {openTmux, skipWithoutTmux} from '../../helpers/tmux.ts';

test('a program in tmux sees tmux as its terminal', {skip: skipWithoutTmux}, async t => {
	const terminal = openTmux(t, ['sh', '-c', 'echo "term=$TERM"; cat']);
	await terminal.waitFor('term=tmux-256color');
	terminal.write('hello');
	await terminal.waitFor('hello');
});

for (const focusEvents of [true, false]) {
	const name = `tmux requests focus reports only with focus-events on (${focusEvents ? 'on' : 'off'})`;
	test(name, {skip: skipWithoutTmux}, async t => {
		// In raw mode without echo, `cat -v` prints what it receives.
		const script = String.raw`stty raw -echo; printf '\033[?1004hready'; cat -v`;
		const terminal = openTmux(t, ['sh', '-c', script], {focusEvents});
		await terminal.waitFor('ready');
		await until(() => terminal.modes().focusEvents === focusEvents);
		terminal.write(focusEvents ? '\u001B[Oend' : 'end');
		await terminal.waitFor('end');
		assert.equal(terminal.text().includes('^[[O'), focusEvents);
	});
}

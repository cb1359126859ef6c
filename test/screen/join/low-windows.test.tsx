import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {stripVTControlCharacters} from 'node:util';
import test from 'node:test';
import {render} from 'ink';
import type {JSX} from 'react';
import {CodePrompt} from '../../../source/screen/join/code-prompt.tsx';
import {RoomChooser} from '../../../source/screen/join/room-chooser.tsx';
import {TerminalStdin} from '../../../source/screen/terminal/terminal-stdin.ts';
import {TooSmall} from '../../../source/screen/view/too-small.tsx';
import {measureWidth} from '../../../source/text/width.ts';
import {until} from '../../helpers/until.ts';

const ignore = () => undefined;

/** Draws a screen in a window, types into it, and returns its rows once they show `wanted`. */
const draw = async (screen: JSX.Element, [columns, rows]: readonly [number, number], keys: string, wanted: string) => {
	const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}, ref() {}, unref() {}});
	const stdout = Object.assign(new PassThrough({encoding: 'utf8'}), {isTTY: true, columns, rows});
	let frame = '';
	stdout.on('data', (text: string) => {
		// Other writes than frames are sequences alone.
		const shown = stripVTControlCharacters(text);
		frame = shown.trim() === '' ? frame : shown;
	});
	const ink = render(screen, {
		stdin: new TerminalStdin(stdin),
		stdout,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	if (keys !== '') {
		await until(() => stdin.listenerCount('readable') > 0, {every: 1});
		stdin.write(keys);
	}

	await until(() => frame.includes(wanted), {every: 1, describe: () => frame});
	ink.unmount();
	return frame.split('\n');
};

const labels = Array.from({length: 12}, (_, index) => `room ${index + 1} at 10.0.0.7:5000`);
const chooser = (
	<RoomChooser
		watch={onChoices => {
			const endpoint = {host: '10.0.0.7', port: 5000};
			onChoices(labels.map(label => ({label, target: {endpoint, address: '10.0.0.7:5000', code: undefined}})));
			return ignore;
		}}
		onTarget={ignore}
		onAddress={() => 'That is not an address. Use a name or an IP address.'}
		onLeave={ignore}
	/>
);
const codePrompt = (
	<CodePrompt
		address="10.0.0.7:5000"
		reason="That code does not open this room. Ask the host for its code."
		onCode={ignore}
		onLeave={ignore}
	/>
);
const screens = [
	['the code prompt', codePrompt, 'legal foo ', '› legal foo', '! "foo" is not a'],
	['the list of rooms', chooser, '\u{1B}[B'.repeat(7), '› room 8', 'room 7'],
	['the address prompt', chooser, 'abc\r', '› abc', '! That is not an'],
] as const;

for (const [name, screen, keys, prompt, other] of screens) {
	test(`at every size ${name} fits the window in whole rows, and shows what is typed and what matters most`, async () => {
		for (const columns of [20, 40, 60]) {
			const high = new Set(await draw(screen, [columns, 40], keys, prompt));
			for (let rows = 3; rows <= 14; rows++) {
				const shown = await draw(screen, [columns, rows], keys, prompt);
				const described = `${columns}×${rows}\n${shown.join('\n')}`;
				assert.ok(shown.length <= rows, described);
				assert.ok(
					shown.some(row => row.includes(other)),
					described,
				);
				for (const row of shown) {
					assert.ok(measureWidth(row) <= columns, described);
					assert.ok(row.includes(prompt) || high.has(row) || row.endsWith('…'), described);
				}
			}
		}
	});
}

test('what is said in a window that is too small fits it', async () => {
	for (const size of [
		[39, 9],
		[20, 4],
		[10, 2],
		[4, 1],
	] as const) {
		const shown = await draw(<TooSmall columns={size[0]} rows={size[1]} />, size, '', 'Make');
		assert.ok(shown.length <= size[1] && shown.every(row => measureWidth(row) <= size[0]), shown.join('\n'));
	}
});

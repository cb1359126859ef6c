/** Ink on a terminal emulator in this process: what a screen draws in a window, and its cursor. */
import {PassThrough} from 'node:stream';
import {render} from 'ink';
import type {JSX} from 'react';
import {TerminalStdin} from '../../source/screen/terminal/terminal-stdin.ts';
import {EmulatedScreen} from './emulated-screen.ts';
import {until} from './until.ts';

class DrawnScreen extends EmulatedScreen {
	async write(bytes: string) {
		return new Promise<void>(resolve => {
			this.emulator.write(bytes, resolve);
		});
	}

	override describe(): string {
		return super.describe();
	}
}

/** Draws a screen in a window. `type` writes keys, `waitFor` waits until a text is shown. */
export const drawScreen = async (screen: JSX.Element, columns: number, rows: number) => {
	const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}, ref() {}, unref() {}});
	const stdout = Object.assign(new PassThrough({encoding: 'utf8'}), {isTTY: true, columns, rows});
	const drawn = new DrawnScreen(columns, rows);
	// The terminal's modes are not Ink's: a row that is too wide does not go on in the next.
	let written = drawn.write('\u{1B}[?7l');
	stdout.on('data', (text: string) => {
		// In raw mode, a terminal does not turn LF into CR LF.
		written = written.then(async () => drawn.write(text.replaceAll(/\r?\n/g, '\r\n')));
	});
	const ink = render(screen, {
		stdin: new TerminalStdin(stdin),
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
		maxFps: 1000,
	});
	await until(() => stdin.listenerCount('readable') > 0, {every: 1});
	return {
		drawn,
		async settle() {
			await ink.waitUntilRenderFlush();
			await written;
		},
		type(keys: string) {
			stdin.write(keys);
		},
		async waitFor(wanted: string) {
			await until(() => drawn.text().includes(wanted), {every: 1, describe: () => drawn.describe()});
		},
		close() {
			ink.unmount();
		},
	};
};

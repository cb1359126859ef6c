/**
What a terminal would do with bytes that a program has written, beyond drawing them: what it would
answer, and whatever else it was told.
*/
import xterm from '@xterm/headless';
import {findHarm} from './hostile.ts';

/**
Escape sequences that Ink and this program draw with: colours, moves, erasing, and their own modes.
*/
const drawing = [
	// Colours, cursor moves, erasing.
	String.raw`\u001B\[[\d;]*[A-HJKmG]`,
	// Cursor shown, wrapping, reports of focus and mouse, alternate screen, bracketed paste,
	// synchronised output.
	String.raw`\u001B\[\?(?:25|7|1000|1004|1006|1049|2004|2026)[hl]`,
	// The title, kept and put back, and in between the program's own.
	String.raw`\u001B\[2[23];2t`,
	String.raw`\u001B\]2;(?:\(\d+\) )?socket-chat [^\u0000-\u001F\u007F-\u009F;]*\u0007`,
];

const allowed = new RegExp(String.raw`${drawing.join('|')}|[\r\n]`, 'gu');

/**
Returns the first part of a program's output that is neither a visible character nor a drawing
sequence.
*/
export const findForeign = (raw: string): string | undefined => {
	const rest = raw.replaceAll(allowed, '');
	// eslint-disable-next-line no-control-regex
	const index = rest.search(/[\u0000-\u001F\u007F-\u009F]/);
	return index === -1 ? undefined : JSON.stringify(rest.slice(index, index + 40));
};

/** Plays it to a new terminal. */
export const replay = async (raw: string, {columns, rows}: {readonly columns: number; readonly rows: number}) => {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const heard: string[] = [];
	let bells = 0;
	terminal.onData(data => heard.push(`reply ${JSON.stringify(data)}`));
	terminal.onBinary(data => heard.push(`reply ${JSON.stringify(data)}`));
	terminal.onTitleChange(title => heard.push(`title ${title}`));
	terminal.onBell(() => {
		bells++;
	});
	for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 52, 99, 104, 133, 777, 1337]) {
		terminal.parser.registerOscHandler(code, data => {
			if (code !== 2 || !/^(?:\(\d+\) )?socket-chat /.test(data) || findHarm(data) !== undefined) {
				heard.push(`OSC ${code} ${data.slice(0, 40)}`);
			}

			return true;
		});
	}

	await new Promise<void>(resolve => {
		terminal.write(raw, resolve);
	});
	terminal.dispose();
	return {heard, bells};
};

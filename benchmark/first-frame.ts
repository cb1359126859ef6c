/** Detects the first frame of a program, by the same rule for all programs. */
import xterm from '@xterm/headless';
import {columns, rows, type PseudoTerminal} from './pseudo-terminal.ts';

/** The bottom rows, where each of the programs has its status or its input. */
const bottomRows = 2;

/**
Milliseconds from the start of the program to the output after which something stands in the two
bottom rows of the screen.
*/
export const measureFirstFrame = async (terminal: PseudoTerminal): Promise<number> => {
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	emulator.onData(data => {
		terminal.write(data);
	});
	const isDrawn = () =>
		Array.from({length: bottomRows}, (_, index) =>
			emulator.buffer.active.getLine(emulator.buffer.active.baseY + rows - 1 - index),
		).some(line => (line?.translateToString(true).trim() ?? '') !== '');
	const time = await new Promise<number>((resolve, reject) => {
		let isFound = false;
		const stop = terminal.listen(chunk => {
			const at = terminal.last;
			emulator.write(chunk, () => {
				if (!isFound && isDrawn()) {
					isFound = true;
					stop();
					resolve(at - terminal.start);
				}
			});
		});
		setTimeout(() => {
			stop();
			reject(new Error('No frame was drawn within 20 s.'));
		}, 20_000).unref();
	});
	emulator.dispose();
	return time;
};

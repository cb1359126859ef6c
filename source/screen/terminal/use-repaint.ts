import {useCallback, useEffect, useRef, useState} from 'react';
import {useStdout} from 'ink';

/** How long a window has kept its size when a drag counts as finished, in milliseconds. */
const resizeDelay = 60;
/** How long the short frame stays, in milliseconds. Longer than Ink waits between two frames. */
const shortFrameDelay = 50;

type Repaint = {
	/** Whether to draw a frame that is one row short. */
	readonly isRepainting: boolean;
	/** Clears the screen and draws everything. */
	readonly redraw: () => void;
};

/**
Draws the whole screen after a resize and on demand. Ink writes only the rows that differ from those
it wrote before, but a terminal that was resized may show something else in the others: xterm.js and
VTE bring back cells that an earlier shrinking had hidden. A frame that no longer fills the window
makes Ink clear it and write everything.
*/
export const useRepaint = (columns: number, rows: number): Repaint => {
	const {stdout} = useStdout();
	const [redraws, setRedraws] = useState(0);
	const [isRepainting, setIsRepainting] = useState(false);
	const hasSize = useRef(false);
	useEffect(() => {
		if (!hasSize.current) {
			hasSize.current = true;
			return;
		}

		const start = setTimeout(() => {
			setIsRepainting(true);
		}, resizeDelay);
		return () => {
			clearTimeout(start);
			setIsRepainting(false);
		};
	}, [columns, rows, redraws]);

	// Timed from the short frame on. If both timers were started together, a busy machine could run
	// both at once and skip the frame.
	useEffect(() => {
		if (!isRepainting) {
			return;
		}

		const end = setTimeout(() => {
			setIsRepainting(false);
		}, shortFrameDelay);
		return () => {
			clearTimeout(end);
		};
	}, [isRepainting]);

	const redraw = useCallback(() => {
		stdout.write('\u{1B}[2J');
		setRedraws(before => before + 1);
	}, [stdout]);
	return {isRepainting, redraw};
};

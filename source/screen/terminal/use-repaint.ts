import {useEffect, useRef, useState} from 'react';

/** A window that is being dragged has come to rest, in milliseconds. */
const settled = 60;
/** Longer than Ink waits between two frames. */
const frame = 50;

/**
Whether to draw a frame that is one row short. Ink writes only the rows that differ from what it wrote before, but a terminal
that was resized may show something else in the others (xterm.js and VTE bring back cells that an earlier shrinking had hidden).
A frame that no longer fills the window makes Ink clear it and write all. `redraws`: the same is done when this number changes.
*/
export const useRepaint = (columns: number, rows: number, redraws = 0): boolean => {
	const [isRepainting, setIsRepainting] = useState(false);
	const hasSize = useRef(false);
	useEffect(() => {
		if (!hasSize.current) {
			hasSize.current = true;
			return;
		}

		const start = setTimeout(() => {
			setIsRepainting(true);
		}, settled);
		return () => {
			clearTimeout(start);
			setIsRepainting(false);
		};
	}, [columns, rows, redraws]);

	// Counted from the short frame on: where both times had passed at once, as on a busy machine, it would never be drawn.
	useEffect(() => {
		if (!isRepainting) {
			return;
		}

		const end = setTimeout(() => {
			setIsRepainting(false);
		}, frame);
		return () => {
			clearTimeout(end);
		};
	}, [isRepainting]);
	return isRepainting;
};

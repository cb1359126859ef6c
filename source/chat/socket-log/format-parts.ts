import type {SocketRecord, Traffic} from './types.ts';

const padTwo = (value: number): string => String(value).padStart(2, '0');

/** Returns `0:42` or `1:02:03`. */
export const formatOpenTime = (milliseconds: number): string => {
	const seconds = Math.max(0, Math.round(milliseconds / 1000));
	const minutes = Math.floor(seconds / 60);
	return minutes < 60
		? `${minutes}:${padTwo(seconds % 60)}`
		: `${Math.floor(minutes / 60)}:${padTwo(minutes % 60)}:${padTwo(seconds % 60)}`;
};

/** Returns `3/22 B`: calls and bytes. */
export const formatTraffic = ({calls, bytes}: Traffic): string => `${calls}/${bytes} B`;

/** Returns who closed first, as far as the calls on this end tell. */
export const describeEnding = ({ending, code}: Pick<SocketRecord, 'ending' | 'code'>): string => {
	switch (ending) {
		case 'they': {
			return 'they closed first';
		}

		case 'reset': {
			return 'reset by them';
		}

		case 'we': {
			return code === undefined ? 'we closed first' : `we closed first (${code})`;
		}

		case undefined: {
			return code ?? '';
		}
	}
};

/** Returns `who 41 typing 12 ping 9`. */
export const formatCounts = (counts: Readonly<Record<string, number>>): string =>
	Object.entries(counts)
		.map(([type, count]) => `${type} ${count}`)
		.join(' ');

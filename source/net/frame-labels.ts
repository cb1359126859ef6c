/**
Frames that keep a link alive: the connection log shows them as pings, not as sends and receives.
*/
const isHeartbeat = (type: string): boolean => type === 'ping' || type === 'pong';

/**
Returns what the connection log calls the frames of one write or read: `post ×3, typing`. Undefined
for heartbeats alone, which have no entry.
*/
export const labelFrames = (types: readonly string[]): string | undefined => {
	const counts = new Map<string, number>();
	for (const type of types.filter(each => !isHeartbeat(each))) {
		counts.set(type, (counts.get(type) ?? 0) + 1);
	}

	if (counts.size === 0) {
		return types.length === 0 ? 'part of a frame' : undefined;
	}

	return [...counts].map(([type, count]) => (count === 1 ? type : `${type} ×${count}`)).join(', ');
};

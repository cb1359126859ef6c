import type {XrayCall} from './types.ts';

/** Lists the messages in a call: `#12 ✓`, `#12–14 ✓`; `…` while the log does not have them yet. */
export type MessageMark = {readonly first: number; readonly last: number} | 'waiting';

/**
Returns which messages each call carried, by the calls' keys. A message that comes from the log says
its place. One that was posted gets its place from the author's own copy, which comes back over the
same connection. `authorId`: the member's at the client's end.
*/
export const findMessages = (
	calls: readonly XrayCall[],
	authorId: string | undefined,
): ReadonlyMap<number, MessageMark> => {
	const places = new Map<number, number>();
	const marks = new Map<number, MessageMark>();
	for (const call of calls.toReversed()) {
		const frames = call.kind === 'step' ? [] : (call.kept.frames ?? []);
		const seqs: number[] = [];
		let isWaiting = false;
		for (const {type, n, seq, id} of frames) {
			if (type === 'msg' && seq !== undefined) {
				seqs.push(seq);
				if (id === authorId && n !== undefined) {
					places.set(n, seq);
				}
			} else if ((type === 'post' || type === 'whisper') && n !== undefined) {
				const place = places.get(n);
				isWaiting ||= place === undefined;
				seqs.push(...(place === undefined ? [] : [place]));
			}
		}

		if (seqs.length > 0) {
			marks.set(call.key, {first: Math.min(...seqs), last: Math.max(...seqs)});
		} else if (isWaiting) {
			marks.set(call.key, 'waiting');
		}
	}

	return marks;
};

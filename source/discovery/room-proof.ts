import {createHmac} from 'node:crypto';

/**
Derives what a room announces beside its tag. Only those who have been in the room know its
history's id, and so can tell that the tag, which is drawn at random each time, is that of their
room.
*/
export const createRoomProof = (history: string, tag: string): string =>
	createHmac('sha256', history).update(`socket-chat tag ${tag}`).digest('hex').slice(0, 32);

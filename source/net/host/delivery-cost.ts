import {Buffer} from 'node:buffer';
import {estimateShowing, isPlainAscii} from '../../room/showing-cost.ts';

/** The cost of one write besides its bytes, as a number of bytes. */
const bytesPerWrite = 2000;
/** The bytes of messages that a host encrypts and writes in a millisecond. */
const bytesPerMillisecond = 200_000;

/** Returns the number of bytes of a text in a frame. JSON escapes a control character in six. */
const measureText = (text: string): number =>
	isPlainAscii(text) ? text.length : Buffer.byteLength(JSON.stringify(text));

/**
Estimates how long it takes to deliver a message to so many members, and to show it at the host, in
milliseconds.
*/
export const estimateDelivery = (text: string, members: number): number =>
	((measureText(text) + bytesPerWrite) * members) / bytesPerMillisecond + estimateShowing(text);

/** What one write takes besides its bytes, as a number of bytes. */
const bytesPerWrite = 2000;
/** The bytes of messages that a host encrypts and writes in a millisecond. */
const bytesPerMillisecond = 200_000;

/** The characters of a text that the host makes safe to show in a millisecond. */
const shownPerMillisecond = {ascii: 50_000, any: 2000};
const ascii = /^[ -~\n]*$/;

/**
Estimates how long it takes to deliver a message to so many members, and to show it at the host, in
milliseconds.
*/
export const estimateDelivery = (text: string, members: number): number => {
	const written = ((text.length + bytesPerWrite) * members) / bytesPerMillisecond;
	return written + text.length / (ascii.test(text) ? shownPerMillisecond.ascii : shownPerMillisecond.any);
};

/** What one write takes besides its bytes, as a number of bytes. */
const bytesPerWrite = 2000;
/** The bytes of messages that a host encrypts and writes in a millisecond. */
const bytesPerMillisecond = 200_000;

/** Estimates how long it takes to deliver a message of so many bytes, in milliseconds. */
export const estimateDelivery = (bytes: number, members: number): number =>
	((bytes + bytesPerWrite) * members) / bytesPerMillisecond;

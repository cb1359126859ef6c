/** Cuts bytes into chunks of the given sizes, one after another, as a network may. */
export const chunksOf = (bytes: Uint8Array, sizes: Iterable<number>): Uint8Array[] => {
	const chunks: Uint8Array[] = [];
	let start = 0;
	for (const size of sizes) {
		if (start >= bytes.length) {
			break;
		}

		chunks.push(bytes.subarray(start, start + size));
		start += size;
	}

	return chunks;
};

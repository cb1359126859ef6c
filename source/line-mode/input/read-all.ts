import {Buffer, isUtf8} from 'node:buffer';

export type InputText = {
	readonly text: string;
	/** The number of lines with bytes that are not UTF-8. */
	readonly invalidCount: number;
	/** The number of the first of them, from 1; 0 if there is none. */
	readonly firstInvalid: number;
};

/** The most that is sent as one message, in bytes: it is in memory, and its parts wait together. */
export const maximumInputText = 4_194_304;

const lineFeed = 0x0a;

/** Returns the numbers of the lines that are not UTF-8. */
const findInvalidLines = (bytes: Uint8Array): readonly number[] => {
	const numbers: number[] = [];
	const size = isUtf8(bytes) ? 0 : bytes.length;
	for (let start = 0, line = 1; start < size; line++) {
		const end = bytes.indexOf(lineFeed, start);
		const next = end === -1 ? bytes.length : end + 1;
		if (!isUtf8(bytes.subarray(start, next))) {
			numbers.push(line);
		}

		start = next;
	}

	return numbers;
};

/**
Reads a stream to its end as one text: all of it, with a byte order mark and the last line end.
Resolves with undefined as soon as it is longer than `maximumInputText`. `onChunk`: called when
something has come.
*/
export const readAll = async (
	input: AsyncIterable<Uint8Array>,
	onChunk: () => void,
): Promise<InputText | undefined> => {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of input) {
		onChunk();
		chunks.push(chunk);
		length += chunk.length;
		if (length > maximumInputText) {
			return undefined;
		}
	}

	const bytes = Buffer.concat(chunks);
	// A TextDecoder would take a byte order mark away.
	const invalid = findInvalidLines(bytes);
	return {text: bytes.toString(), invalidCount: invalid.length, firstInvalid: invalid[0] ?? 0};
};

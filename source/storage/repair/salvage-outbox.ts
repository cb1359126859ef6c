import {LineScanner} from '../files/line-scanner.ts';
import {parseRecord} from '../files/records.ts';
import {applyRecord, createContents, isCount, type OutboxContents} from '../outbox-records.ts';

export type SalvagedOutbox = {
	/** `sid` is undefined if the member's secret is lost. */
	readonly contents: OutboxContents;
	/** The number of lines that are damaged. */
	readonly lost: number;
};

const scan = (file: string, bytes: Uint8Array, contents: OutboxContents): SalvagedOutbox => {
	const scanner = new LineScanner();
	const settled: number[] = [];
	let lost = 0;
	for (const {json} of scanner.scan(bytes)) {
		const value = parseRecord(json ?? '');
		lost += value && applyRecord(contents, file, value) ? 0 : 1;
		if (isCount(value?.done)) {
			settled.push(value.done);
		}
	}

	for (const n of settled) {
		contents.entries.delete(n);
	}

	return {contents, lost: lost + (scanner.finish().type === 'whole' ? 0 : 1)};
};

/** Returns what is sound in the bytes of an outbox file, wherever it is damaged. */
export const salvageOutbox = (file: string, bytes: Uint8Array): SalvagedOutbox => {
	const salvaged = scan(file, bytes, createContents());
	if (salvaged.contents.sid !== undefined) {
		return salvaged;
	}

	// The messages are found without the header, too.
	const headless = scan(file, bytes, {...createContents(), sid: ''});
	return {...headless, contents: {...headless.contents, sid: undefined}};
};

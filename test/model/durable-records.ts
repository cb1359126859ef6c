/** Reads a room's log without the program's own code. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import type {LoggedMessage} from '../../source/room/log.ts';
import {readRecordJson} from './record-json.ts';

export class DurableRecords {
	/** In the order of their seqs, from 1. */
	readonly messages: LoggedMessage[] = [];
	/** How often the log has each text. */
	readonly texts = new Map<string, number>();
	/** The highest number of each author, refused messages included. */
	readonly authors = new Map<string, number>();
	#bytes: Uint8Array = new Uint8Array();
	#source: Uint8Array | undefined;

	has(id: string, n: number) {
		return n <= (this.authors.get(id) ?? 0);
	}

	/** Reads the new records of the file. Those read before must not change: a log only grows. */
	update(bytes: Uint8Array) {
		if (bytes === this.#source) {
			return;
		}

		this.#source = bytes;
		const known = this.#bytes.length;
		assert.ok(Buffer.compare(bytes.subarray(0, known), this.#bytes) === 0, 'the durable part of the log has changed');
		const end = bytes.lastIndexOf(0x0a) + 1;
		for (const line of Buffer.from(bytes.subarray(known, end)).toString().split('\n').slice(0, -1)) {
			this.#add(line);
		}

		this.#bytes = Buffer.from(bytes.subarray(0, Math.max(known, end)));
	}

	#add(line: string) {
		const {v, refused, ...message} = JSON.parse(readRecordJson(line));
		if (v !== undefined) {
			return;
		}

		const {id, n}: {id: string; n: number} = refused ?? message;
		// A seal: nobody's refusal, which carries a mark only.
		if (id === '') {
			return;
		}

		assert.equal(n, (this.authors.get(id) ?? 0) + 1, `the next number of ${id} in the log`);
		this.authors.set(id, n);
		if (!refused) {
			assert.equal(message.seq, this.messages.length + 1, 'the next seq in the log');
			this.messages.push(message);
			this.texts.set(message.text, (this.texts.get(message.text) ?? 0) + 1);
		}
	}
}

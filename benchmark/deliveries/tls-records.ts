/**
Counts what TLS records hold without decrypting them: a receiver that decrypts would take from the
server the core that it needs.
*/

/** RFC 8446 §5.1: type, version, length. */
const headerLength = 5;
/** RFC 8446 §5.2: the tag of AES-GCM and of ChaCha20-Poly1305, and the byte of the inner type. */
const overhead = 17;

export class RecordCounter {
	/** How much of the current record is still to come. */
	#left = 0;
	/** How much of the next header has arrived, and the length that it states. */
	#headerBytes = 0;
	#length = 0;

	/** Returns the bytes of plain text in the records whose headers end in this chunk. */
	count(chunk: Uint8Array): number {
		let plain = 0;
		let index = 0;
		while (index < chunk.length) {
			if (this.#left > 0) {
				const skipped = Math.min(this.#left, chunk.length - index);
				this.#left -= skipped;
				index += skipped;
				continue;
			}

			this.#length = (this.#length * 256 + (chunk[index] ?? 0)) % 65_536;
			index++;
			this.#headerBytes++;
			if (this.#headerBytes === headerLength) {
				this.#headerBytes = 0;
				this.#left = this.#length;
				plain += this.#length - overhead;
			}
		}

		return plain;
	}
}

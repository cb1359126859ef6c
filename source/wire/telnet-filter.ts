const iac = 0xff;
const subnegotiation = 0xfa;
const subnegotiationEnd = 0xf0;
const will = 0xfb;
const dont = 0xfe;

/** The maximum length of a subnegotiation in bytes. What follows a longer one is text again. */
const maximumSubnegotiation = 512;

/**
Removes Telnet commands (RFC 854: IAC, option negotiation, subnegotiation) from a stream of bytes,
even if a command is split across chunks. A 0xFF that does not start a command is kept; it is
invalid UTF-8.
*/
export class TelnetFilter {
	#state: 'data' | 'command' | 'option' | 'sub' | 'sub-command' = 'data';
	#subLength = 0;

	push(chunk: Uint8Array): Uint8Array {
		if (this.#state === 'data' && !chunk.includes(iac)) {
			return chunk;
		}

		const kept: number[] = [];
		for (const byte of chunk) {
			this.#readByte(byte, kept);
		}

		return Uint8Array.from(kept);
	}

	#readByte(byte: number, kept: number[]) {
		switch (this.#state) {
			case 'data': {
				if (byte === iac) {
					this.#state = 'command';
				} else {
					kept.push(byte);
				}

				return;
			}

			case 'command': {
				this.#readCommand(byte, kept);
				return;
			}

			case 'option': {
				this.#state = 'data';
				return;
			}

			case 'sub': {
				this.#subLength++;
				if (byte === iac) {
					this.#state = 'sub-command';
				} else if (this.#subLength > maximumSubnegotiation) {
					this.#state = 'data';
				}

				return;
			}

			case 'sub-command': {
				this.#state = byte === subnegotiationEnd ? 'data' : 'sub';
			}
		}
	}

	#readCommand(byte: number, kept: number[]) {
		this.#state = 'data';
		if (byte === subnegotiation) {
			this.#state = 'sub';
			this.#subLength = 0;
		} else if (byte >= will && byte <= dont) {
			this.#state = 'option';
		} else if (byte < subnegotiationEnd || byte === iac) {
			kept.push(iac, byte);
		}
	}
}

import {createHash} from 'node:crypto';
import type {Sid} from '../../../room/identity.ts';

/** The number of members that are remembered. Beyond it, the one that came longest ago is not. */
const maximumMembers = 16_384;

const hashSecret = (sid: Sid): string => createHash('sha256').update(`socket-chat verifier ${sid}`).digest('base64');

/**
The secrets of the members that this run of the host has seen. An id is 64 bits of a hash of its
secret: another secret with the same id can be found with great effort, and is not its member.
*/
export class KnownSecrets {
	readonly #hashes = new Map<string, string>();

	/** `hostId`: no client has the host's own id. */
	constructor(hostId: string) {
		this.#hashes.set(hostId, '');
	}

	/** Returns whether the member with this id has this secret, as far as is known. */
	accepts(memberId: string, sid: Sid): boolean {
		const hash = hashSecret(sid);
		const known = this.#hashes.get(memberId);
		if (known !== undefined && known !== hash) {
			return false;
		}

		this.#hashes.delete(memberId);
		this.#hashes.set(memberId, hash);
		if (this.#hashes.size > maximumMembers) {
			this.#forgetOldest();
		}

		return true;
	}

	#forgetOldest() {
		for (const [id, hash] of this.#hashes) {
			if (hash !== '') {
				this.#hashes.delete(id);
				return;
			}
		}
	}
}

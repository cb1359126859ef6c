import type {Clock, Timer} from '../../net/clock.ts';
import type {PeerChange, PresenceEvent} from './presence-event.ts';

/** How long members may take to come back after a connection is, in milliseconds. */
export const settleTime = 10_000;

/** Returns what is new of a member after these changes, oldest first. */
const summarize = (changes: readonly PeerChange[]): readonly PeerChange[] => {
	const [first] = changes;
	const last = changes.at(-1);
	const presence = changes.findLast(({event}) => event !== 'renamed')?.event;
	if (!first || !last) {
		return [];
	}

	const {id, name, address} = last;
	const wasThere = first.event !== 'joined';
	if (presence === 'left') {
		return wasThere ? [last] : [];
	}

	if (!wasThere) {
		return [{event: 'joined', id, name, address}];
	}

	const before = first.event === 'renamed' ? (first.formerly ?? first.name) : first.name;
	const isNew = presence === 'away' || presence === 'half-closed' || (presence === 'back' && first.event === 'back');
	return [
		...(before === name ? [] : [{event: 'renamed', id, name, address, formerly: before} as const]),
		...(isNew ? [{event: presence, id, name, address}] : []),
	];
};

/**
Emits who comes and goes. When a connection is lost and comes back, above all as the host was
started again, the others come back one by one: people are told nothing of those who were there
before and are there soon after. Programs are told each change at once.
*/
export class PresenceNews {
	readonly #emit: (event: PresenceEvent) => void;
	readonly #clock: Pick<Clock, 'after'>;
	/** The changes that are held, by member. Undefined: each is told at once. */
	#held: Map<string, PeerChange[]> | undefined;
	#timer: Timer | undefined;
	/** Whether there was a connection: before the first, no member is known. */
	#hasBeenOpen = false;

	constructor(emit: (event: PresenceEvent) => void, clock: Pick<Clock, 'after'>) {
		this.#emit = emit;
		this.#clock = clock;
	}

	take(change: PeerChange) {
		this.#emit({type: 'peer', ...change, ...(this.#held && {isHeld: true})});
		this.#held?.set(change.id, [...(this.#held.get(change.id) ?? []), change]);
	}

	/** Call with each status of the connection. */
	onStatus(status: 'connecting' | 'waiting' | 'open' | 'closed') {
		if (status === 'waiting' || status === 'closed') {
			this.stop();
		}

		this.#hasBeenOpen ||= status === 'open';
		if (status === 'waiting' && this.#hasBeenOpen) {
			this.#held ??= new Map();
		} else if (status === 'open' && this.#held) {
			this.#timer ??= this.#clock.after(settleTime, () => {
				this.#settle();
			});
		}
	}

	/** Tells nothing more of what is held. */
	stop() {
		this.#timer?.stop();
		this.#timer = undefined;
	}

	#settle() {
		const changes = [...(this.#held?.values() ?? [])].flatMap(each => summarize(each));
		this.#held = undefined;
		this.#timer = undefined;
		if (changes.length > 0) {
			this.#emit({type: 'settled', changes});
		}
	}
}

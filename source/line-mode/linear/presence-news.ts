import type {TimedEvent} from '../../chat/events.ts';
import type {Clock, Timer} from '../../net/clock.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

export type PeerNews = Extract<TimedEvent, {type: 'peer'}>;

/** How long members may take to come back after a connection is, in milliseconds. */
export const settleTime = 10_000;

const phrases = {
	joined: 'joined',
	left: 'left',
	away: 'is away',
	back: 'is back',
	'half-closed': 'has closed its side, and may still read',
	renamed: 'is the new name of',
} as const;

const describe = ({
	event,
	name,
	formerly,
	removedBy,
}: Pick<PeerNews, 'event' | 'name' | 'formerly' | 'removedBy'>): string => {
	if (removedBy !== undefined) {
		return `${sanitizeLine(removedBy)} removed ${sanitizeLine(name)}.`;
	}

	return `${sanitizeLine(name)} ${phrases[event]}${formerly === undefined ? '' : ` ${sanitizeLine(formerly)}`}.`;
};

/** Returns what is new of a member after these events, oldest first: nothing, or a sentence. */
const summarize = (events: readonly PeerNews[]): readonly string[] => {
	const [first] = events;
	const last = events.at(-1);
	const presence = events.findLast(({event}) => event !== 'renamed')?.event;
	if (!first || !last) {
		return [];
	}

	const {name} = last;
	const wasThere = first.event !== 'joined';
	if (presence === 'left') {
		return wasThere ? [describe({event: 'left', name, removedBy: last.removedBy})] : [];
	}

	if (!wasThere) {
		return [describe({event: 'joined', name})];
	}

	const before = first.event === 'renamed' ? (first.formerly ?? first.name) : first.name;
	const isNew = presence === 'away' || presence === 'half-closed' || (presence === 'back' && first.event === 'back');
	return [
		...(before === name ? [] : [describe({event: 'renamed', name, formerly: before})]),
		...(isNew ? [describe({event: presence, name})] : []),
	];
};

/**
Tells who comes and goes. When a connection is lost and comes back, above all as the host was
started again, the others come back one by one: nothing is told of those who were there before and
are there soon after.
*/
export class PresenceNews {
	readonly #print: (sentence: string) => void;
	readonly #clock: Pick<Clock, 'after'>;
	/** The changes that are not printed yet, by member. Undefined: each is printed at once. */
	#waiting: Map<string, PeerNews[]> | undefined;
	#timer: Timer | undefined;

	constructor(print: (sentence: string) => void, clock: Pick<Clock, 'after'>) {
		this.#print = print;
		this.#clock = clock;
	}

	take(event: PeerNews) {
		if (!this.#waiting) {
			this.#print(describe(event));
			return;
		}

		const events = this.#waiting.get(event.id) ?? [];
		this.#waiting.set(event.id, [...events, event]);
	}

	/** Call when the connection is lost. */
	onLost() {
		this.#waiting ??= new Map();
		this.stop();
	}

	/** Call when a connection is open, or answers. */
	onOpen() {
		if (this.#waiting) {
			this.#timer ??= this.#clock.after(settleTime, () => {
				this.#settle();
			});
		}
	}

	/** Tells nothing more of what waits. */
	stop() {
		this.#timer?.stop();
		this.#timer = undefined;
	}

	#settle() {
		const all = [...(this.#waiting?.values() ?? [])];
		this.#waiting = undefined;
		this.#timer = undefined;
		for (const events of all) {
			for (const sentence of summarize(events)) {
				this.#print(sentence);
			}
		}
	}
}

import type {Member} from '../../room/member.ts';

type RoomState = {
	readonly role: 'host' | 'join';
	readonly members: readonly Member[];
	readonly myId: string | undefined;
};

/** How long the first Ctrl+C waits for the second, in milliseconds. */
export const interruptAgainTime = 2000;

/** Returns how many other members are connected, and how many may come back. */
const countOthers = ({members, myId}: RoomState) => {
	const others = members.filter(({id, status}) => id !== myId && status !== 'left');
	const here = others.filter(({status}) => status === 'here').length;
	return {here, away: others.length - here};
};

/**
Returns whom leaving would cut off, to follow "close the room": `for 2 others`; '' if the host is
alone, and for a client, which closes no room.
*/
export const describeOthers = (state: RoomState): string => {
	if (state.role !== 'host') {
		return '';
	}

	const {here, away} = countOthers(state);
	const parts = [
		...(here > 0 ? [here === 1 ? '1 other' : `${here} others`] : []),
		...(away > 0 ? [`${away} who ${away === 1 ? 'is' : 'are'} away`] : []),
	];
	return parts.length === 0 ? '' : `for ${parts.join(' and ')}`;
};

type LeavingOptions = {
	/** Leaves at once. */
	readonly leave: () => void;
	/** Says why the chat has not ended yet. */
	readonly notify: (text: string) => void;
};

/** Leaves a chat once the files that it is saved to are finished; at a second request, at once. */
export class Leaving {
	readonly #options: LeavingOptions;
	#saves = 0;
	#isRequested = false;
	#isWaiting = false;

	constructor(options: LeavingOptions) {
		this.#options = options;
	}

	/** Whether the user has asked to leave. */
	get isRequested() {
		return this.#isRequested;
	}

	/** Lets the first request wait until `save` resolves. It must not reject. */
	async waitFor(save: Promise<unknown>) {
		this.#saves++;
		await save;
		this.#saves--;
		if (this.#isWaiting && this.#saves === 0) {
			this.now();
		}
	}

	request() {
		if (this.#saves === 0 || this.#isRequested) {
			this.now();
			return;
		}

		this.#isRequested = true;
		this.#isWaiting = true;
		this.#options.notify('You leave once the conversation is saved. To leave at once, leave again.');
	}

	/** Leaves without waiting. */
	now() {
		this.#isRequested = true;
		this.#isWaiting = false;
		this.#options.leave();
	}
}

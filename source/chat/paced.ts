import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {TokenBucket} from '../net/token-bucket.ts';
import type {Chat} from './chat.ts';

/** So many changes at once, and so many more each second, are told as they come: nobody reads faster, and keys wait for each drawing. */
const pace = {burst: 5, perSecond: 20};

export type Paced = Pick<Chat, 'getState' | 'subscribe'>;

/** A chat's state for eyes: what changes more often than the pace is told together, a little later. The last change is always told. */
export const paced = (chat: Paced, clock: Clock = systemClock): Paced => {
	const listeners = new Set<() => void>();
	const bucket = new TokenBucket(clock.now, pace);
	let shown = chat.getState();
	let timer: Timer | undefined;
	let stop: (() => void) | undefined;

	const show = () => {
		timer = undefined;
		shown = chat.getState();
		for (const listener of listeners) {
			listener();
		}
	};

	const onChange = () => {
		// How the link is doing may hold for less time than the pace has room for: it is always shown.
		if (chat.getState().status.status !== shown.status.status) {
			timer?.stop();
			show();
			return;
		}

		if (timer) {
			return;
		}

		const wait = bucket.take();
		if (wait === 0) {
			show();
		} else {
			timer = clock.after(wait, show);
		}
	};

	return {
		getState: () => shown,
		subscribe(listener) {
			listeners.add(listener);
			stop ??= chat.subscribe(onChange);
			shown = chat.getState();
			return () => {
				listeners.delete(listener);
				if (listeners.size === 0) {
					stop?.();
					stop = undefined;
					timer?.stop();
					timer = undefined;
				}
			};
		},
	};
};

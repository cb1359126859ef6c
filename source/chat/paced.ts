import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {TokenBucket} from '../net/token-bucket.ts';
import type {Chat} from './chat.ts';
import {isHeartbeat} from './heartbeats.ts';

/** So many changes at once, and so many more each second, are told as they come: nobody reads faster, and keys wait for each drawing. */
const pace = {burst: 5, perSecond: 20};

/** Heartbeats of links that go on are shown with what else is new, or after so many milliseconds: each would cost a whole drawing. */
const heartbeatsShownAfter = 30_000;

export type Paced = Pick<Chat, 'getState' | 'subscribe'>;

/** A chat's state for eyes: what changes more often than the pace is told together, a little later. The last change is always told. */
export const paced = (chat: Paced, clock: Clock = systemClock): Paced => {
	const listeners = new Set<() => void>();
	const bucket = new TokenBucket(clock.now, pace);
	let shown = chat.getState();
	let timer: Timer | undefined;
	/** What the timer will show is no more than heartbeats. */
	let isIdle = false;
	let stop: (() => void) | undefined;

	const show = () => {
		timer = undefined;
		shown = chat.getState();
		for (const listener of listeners) {
			listener();
		}
	};

	const showAfter = (wait: number) => {
		timer?.stop();
		if (wait === 0) {
			show();
		} else {
			timer = clock.after(wait, show);
		}
	};

	const onChange = () => {
		// How the link is doing may hold for less time than the pace has room for: it is always shown.
		if (chat.getState().status.status !== shown.status.status) {
			showAfter(0);
			return;
		}

		if (timer && !isIdle) {
			return;
		}

		if (!isHeartbeat(shown, chat.getState())) {
			isIdle = false;
			showAfter(bucket.take());
		} else if (!timer) {
			isIdle = true;
			showAfter(heartbeatsShownAfter);
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

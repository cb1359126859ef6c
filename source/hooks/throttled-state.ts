import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {TokenBucket} from '../net/token-bucket.ts';
import type {Chat} from '../chat/chat.ts';
import {isHeartbeatOnly} from './heartbeat-only.ts';
import type {ChatState} from '../chat/state.ts';

/**
So many changes at once, and so many more each second, are told as they come: nobody reads faster,
and keys wait for each drawing.
*/
const renderRate = {burst: 5, perSecond: 10};
const renderRateWhileTyping = {burst: 5, perSecond: 4};

/** Nobody types who has pressed no key for so long, in milliseconds. */
const typingTimeout = 1000;

/**
Heartbeats of links that go on are shown with what else is new, or after so many milliseconds: each
would cost a whole drawing.
*/
const heartbeatDelay = 30_000;

export type ThrottledState = Pick<Chat, 'getState' | 'subscribe'> & {
	/** Somebody types, and waits for the drawing of each key. */
	readonly onKeyPress: () => void;
};

/**
What somebody looks for: how the link is doing, which may hold for less time than the pace has room
for, and what was just said here.
*/
const isUrgent = (before: ChatState, after: ChatState): boolean =>
	before.status.status !== after.status.status ||
	(after.pending.length > 0 && before.pending.at(-1) !== after.pending.at(-1));

/**
A chat's state for eyes: what changes more often than the pace is told together, a little later. The
last change is always told.
*/
export const throttleState = (
	chat: Pick<Chat, 'getState' | 'subscribe'>,
	clock: Clock = systemClock,
): ThrottledState => {
	const listeners = new Set<() => void>();
	const bucket = new TokenBucket(clock.now, renderRate);
	const bucketWhileTyping = new TokenBucket(clock.now, renderRateWhileTyping);
	let shown = chat.getState();
	let timer: Timer | undefined;
	/** What the timer will show is no more than heartbeats. */
	let isIdle = false;
	let keyAt = -Infinity;
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

	/** How long the next change waits, in milliseconds. */
	const wait = (): number => {
		const [untilNext, untilNextWhileTyping] = [bucket.take(), bucketWhileTyping.take()];
		return clock.now() - keyAt < typingTimeout ? untilNextWhileTyping : untilNext;
	};

	const onChange = () => {
		if (isUrgent(shown, chat.getState())) {
			showAfter(0);
			return;
		}

		if (timer && !isIdle) {
			return;
		}

		if (!isHeartbeatOnly(shown, chat.getState())) {
			isIdle = false;
			showAfter(wait());
		} else if (!timer) {
			isIdle = true;
			showAfter(heartbeatDelay);
		}
	};

	return {
		getState: () => shown,
		onKeyPress() {
			keyAt = clock.now();
		},
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

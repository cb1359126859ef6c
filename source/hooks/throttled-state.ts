import {systemClock, type Clock, type Timer} from '../net/clock.ts';
import {TokenBucket} from '../net/flow/token-bucket.ts';
import type {Chat} from '../chat/chat.ts';
import type {ChatState} from '../chat/state.ts';
import {isHeartbeatOnly} from './heartbeat-only.ts';

/**
How often to render: `burst` times at once, then `perSecond`. More is unreadable, and each render
delays key echo.
*/
const renderRate = {burst: 5, perSecond: 10};
const renderRateWhileTyping = {burst: 5, perSecond: 4};

/** The user counts as typing for this long after a key press, in milliseconds. */
const typingTimeout = 1000;

/**
A change by heartbeats alone is rendered with the next other change, or after this long, in
milliseconds: each would cost a full render.
*/
const heartbeatDelay = 30_000;

export type ThrottledState = Pick<Chat, 'getState' | 'subscribe'> & {
	/** Call it for each key: the user is typing, so other changes are rendered less often. */
	readonly onKeyPress: () => void;
};

/**
Returns whether to render at once: the status changed, which may change again before the next
render, or the user sent a message.
*/
const isUrgent = (before: ChatState, after: ChatState): boolean =>
	before.status.status !== after.status.status ||
	(after.pending.length > 0 && before.pending.at(-1) !== after.pending.at(-1));

/**
Limits how often a chat's state changes, for a component that renders it. Changes that are too
frequent are combined into a later one. The last change is always delivered.
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
	/** Whether the timer will show only heartbeats. */
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

	/** Returns how long the next change waits, in milliseconds. */
	const wait = (): number => {
		const [untilNext, untilNextWhileTyping] = [bucket.take(), bucketWhileTyping.take()];
		// The debt of the time without keys is not paid at once: the screen would stand still.
		return clock.now() - keyAt < typingTimeout
			? Math.min(untilNextWhileTyping, 1000 / renderRateWhileTyping.perSecond)
			: untilNext;
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

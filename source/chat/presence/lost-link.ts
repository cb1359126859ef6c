import {closeReasons, connectionLost, hostGone} from '../../net/error-messages.ts';
import {formatMoment} from '../../text/format-time.ts';

/** A link that was open and is lost. */
export type LostLink = {
	/** When the host was last heard of, in ms since the epoch; undefined: it never was. */
	readonly lastSeenAt?: number | undefined;
	/** The user's messages that are not delivered. */
	readonly pending: readonly unknown[];
};

/** With a reason longer than this, the rest is short: it has to fit above the composer. */
const longReason = 40;
/** The sentences that a time in brackets goes with. */
const briefReasons: ReadonlySet<string> = new Set([connectionLost, hostGone]);

/**
Returns why there is no connection and, if there was one or the room is locked, how many messages
wait and since when.
`reason`: as a sentence. `now`: in milliseconds since the epoch.
*/
export const describeLostLink = (reason: string, {lastSeenAt, pending}: LostLink, now = Date.now()): string => {
	// Whoever is not let in has reached the room: what waits is meant for it.
	if (lastSeenAt === undefined && reason !== closeReasons.locked.text) {
		return reason;
	}

	const isTimed = lastSeenAt !== undefined && briefReasons.has(reason);
	const why = isTimed ? `${reason.slice(0, -1)} (${formatMoment(lastSeenAt, now)}).` : reason;
	if (pending.length === 0) {
		return why;
	}

	const [wait, are] = pending.length === 1 ? ['message waits', 'is'] : ['messages wait', 'are'];
	if (reason.length > longReason) {
		return `${why} ${pending.length} ${wait} here.`;
	}

	const until = reason === hostGone ? 'when it is back' : 'once you are connected';
	return `${why} ${pending.length} ${wait} here and ${are} sent ${until}.`;
};

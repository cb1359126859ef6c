import type {TimedEvent} from '../../chat/events.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {truncate} from '../../text/width.ts';

/** A message that is delivered sooner is as its user expects, in milliseconds. */
export const expectedTime = 2000;

const textColumns = 60;

/** Tells that the user's messages are delivered, if that took so long that it was in doubt. */
export class DeliveryNews {
	/** The messages that are not acknowledged, by their numbers. */
	readonly #waiting = new Map<number, {readonly at: number; readonly text: string}>();

	/** Takes the events of a turn. Returns a sentence, or undefined if there is nothing to tell. */
	take(events: readonly TimedEvent[]): string | undefined {
		const late: string[] = [];
		for (const event of events) {
			if (event.type === 'queued') {
				this.#waiting.set(event.n, event);
			} else if (event.type === 'ack' || event.type === 'refused' || event.type === 'sent') {
				const message = this.#waiting.get(event.n);
				this.#waiting.delete(event.n);
				if (message && event.type === 'ack' && event.at - message.at > expectedTime) {
					late.push(message.text);
				}
			}
		}

		const [first] = late;
		return first === undefined
			? undefined
			: late.length === 1
				? `Delivered: ${truncate(sanitizeLine(first), textColumns)}`
				: `Delivered: ${late.length} messages.`;
	}
}

import type {TimedEvent} from '../../chat/events.ts';
import {describeAnnouncement, historyResetText} from '../../chat/history.ts';
import {formatJoinCommand} from '../../chat/invitation/format-invitation.ts';
import type {PeerChange} from '../../chat/presence/presence-event.ts';
import {describeOwnName} from '../../chat/presence/own-name.ts';
import {sanitizeLine} from '../../text/sanitize.ts';

const phrases = {
	joined: 'joined',
	left: 'left',
	away: 'is away',
	back: 'is back',
	'half-closed': 'has closed its side, and may still read',
	renamed: 'is the new name of',
} as const;

/** Returns the sentence for a change of another member. */
export const describePeer = ({event, name, formerly, removedBy}: PeerChange): string =>
	removedBy === undefined
		? `${sanitizeLine(name)} ${phrases[event]}${formerly === undefined ? '' : ` ${sanitizeLine(formerly)}`}.`
		: `${sanitizeLine(removedBy)} removed ${sanitizeLine(name)}.`;

/** Returns the sentence that linear mode prints for an event; undefined if it prints none. */
export const describeEvent = (event: TimedEvent): string | undefined => {
	switch (event.type) {
		case 'invite': {
			const commands = event.addresses.map(address => formatJoinCommand(address, event.joinCommand)).join(', or ');
			// Nothing follows what is to be copied.
			return `Others run: ${commands}${event.code === undefined ? '' : `\nThe code: ${event.code}`}`;
		}

		case 'announcement': {
			return describeAnnouncement(event);
		}

		case 'refused': {
			return `Your message ${event.n} was refused: ${sanitizeLine(event.text)}`;
		}

		case 'reset': {
			return historyResetText;
		}

		case 'notice':
		case 'error': {
			return sanitizeLine(event.text);
		}

		default: {
			// The connection log, lists of members and acknowledgements are for the screen.
			return undefined;
		}
	}
};

/** Tells the user's name where it is not the one before. */
export class NameNews {
	#name: string;
	#isFirst = true;

	/** `asked`: the name that the user wants. */
	constructor(asked: string) {
		this.#name = asked;
	}

	describe(me: Extract<TimedEvent, {type: 'me'}>): string | undefined {
		const sentence = describeOwnName(me, this.#name, this.#isFirst);
		this.#name = me.name;
		this.#isFirst = false;
		return sentence;
	}
}

/** Returns the events of a turn without the notices that an error among them says, too. */
export const dropRepeated = (events: readonly TimedEvent[]): readonly TimedEvent[] => {
	const errors = new Set(events.flatMap(event => (event.type === 'error' ? [event.text] : [])));
	return errors.size === 0 ? events : events.filter(event => event.type !== 'notice' || !errors.has(event.text));
};

import type {TimedEvent} from '../chat/events.ts';
import {historyResetText} from '../chat/history.ts';
import {formatJoinCommand} from '../chat/invitation/format-invitation.ts';
import {formatLogDetail} from '../chat/socket-log/format-log-detail.ts';
import {sanitizeLine} from '../text/sanitize.ts';

/**
Returns what the notices of a turn print on the error stream, such as the answers of commands; ''
for those that an error of the same turn tells, too.
*/
export const formatNotices = (events: readonly TimedEvent[]): string => {
	const errors = new Set(events.flatMap(event => (event.type === 'error' ? [event.text] : [])));
	return events
		.flatMap(event => (event.type === 'notice' && !errors.has(event.text) ? [`${sanitizeLine(event.text)}\n`] : []))
		.join('');
};

/** Returns what an event prints on the error stream, or ''. */
export const formatErrorLine = (event: TimedEvent): string => {
	switch (event.type) {
		case 'log': {
			return `${event.verb} ${sanitizeLine(formatLogDetail(event))}\n`;
		}

		case 'invite': {
			const code = event.code === undefined ? '' : `code ${event.code}\n`;
			return (
				event.addresses.map(address => `invite ${formatJoinCommand(address, event.joinCommand)}\n`).join('') + code
			);
		}

		case 'refused': {
			return `Your line ${event.n} was refused: ${sanitizeLine(event.text)}\n`;
		}

		case 'error': {
			return `${sanitizeLine(event.text)}\n`;
		}

		case 'reset': {
			return `${historyResetText}\n`;
		}

		default: {
			return '';
		}
	}
};

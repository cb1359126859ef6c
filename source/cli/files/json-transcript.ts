/** A saved conversation as lines of JSON, as `--json` prints them. */
import {createMessageFields, formatJsonLine} from '../../line-mode/json-events.ts';
import type {Entry} from './spoken.ts';

/** Formats messages, in order. Lines of the program are left out. */
export const formatJsonTranscript = (entries: readonly Entry[]): string =>
	entries
		.map(entry =>
			'notice' in entry
				? ''
				: `${formatJsonLine({...createMessageFields(entry), delivery: entry.failure}, entry.at)}\n`,
		)
		.join('');

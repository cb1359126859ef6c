import type {SocketLogEntry} from '../../net/socket-log.ts';
import {quoteBytes} from './quote-bytes.ts';

/** Returns the fields that `--log` writes of an entry: its facts, under the names of `--json`. */
export const createLogRecord = ({
	at,
	verb,
	connection,
	remote,
	quoted,
	took,
	...facts
}: SocketLogEntry & {readonly at: number}): Readonly<Record<string, unknown>> => ({
	at: new Date(at).toISOString(),
	verb,
	connection,
	peer: remote,
	...facts,
	text: quoted && quoteBytes(quoted),
	tookMs: took,
});

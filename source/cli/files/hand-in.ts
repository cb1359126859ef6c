/** A saved conversation in Markdown, with the connection log: what a student hands in. */
import {describeState} from '../../chat/socket-log/describe-socket.ts';
import {describeRow} from '../../chat/socket-log/describe-row.ts';
import {describeEnding, formatCounts, formatOpenTime, formatTraffic} from '../../chat/socket-log/format-parts.ts';
import {listUnfolded, type LogRow} from '../../chat/socket-log/list-rows.ts';
import type {SocketRecord} from '../../chat/socket-log/types.ts';
import type {ChatState} from '../../chat/state.ts';
import {maskCodes} from '../../text/mask-codes.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {formatTime} from './transcript.ts';

/** The facts of a hand-in that are not in the state of a chat. */
export type HandInFacts = {
	/** Such as `1.2.3`. */
	readonly program: string;
	/** Such as `v20.20.2`. */
	readonly node: string;
	/** Such as `linux x64 6.18`. */
	readonly platform: string;
	/** When the file is written, in milliseconds since the epoch. */
	readonly now: number;
};

/** A cell holds one line, and a bar in it would end it. */
const formatCell = (text: string): string => maskCodes(sanitizeLine(text)).replaceAll('|', String.raw`\|`);

const formatTable = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map(() => '---'), ...rows]
		.map(cells => `| ${cells.map(cell => formatCell(cell)).join(' | ')} |\n`)
		.join('');

const nameKind = ({listensSince, connectedAt, isAccepted}: SocketRecord): string => {
	if (listensSince !== undefined) {
		return 'listening';
	}

	return connectedAt === undefined ? 'not connected' : isAccepted ? 'accepted' : 'connected';
};

const formatSocket = (record: SocketRecord): readonly string[] => {
	const {number, local, remote, name, closed, received, sent, chatter} = record;
	const opened = record.listensSince ?? record.connectedAt ?? record.from;
	return [
		`#${number}`,
		nameKind(record),
		local ?? '',
		remote ?? '',
		name ?? '',
		formatTime(opened),
		closed ? formatTime(closed.at) : describeState(record),
		closed ? formatOpenTime(closed.at - opened) : '',
		closed && record.listensSince === undefined ? describeEnding(record) : '',
		formatTraffic(received),
		formatTraffic(sent),
		chatter ? formatCounts(chatter.counts) : '',
	];
};

const socketHead = [
	'#',
	'socket',
	'this end',
	'other end',
	'peer',
	'opened',
	'closed',
	'open for',
	'closed first',
	'recv calls/bytes',
	'send calls/bytes',
	'of them, by frame: not messages',
];

const formatRow = (row: LogRow): string => {
	const {verb, number, text} = describeRow(row, 'wide');
	const line = `${verb.padEnd(8)} ${number.padEnd(3)} ${text}`;
	return `${formatTime(row.at)} ${maskCodes(sanitizeLine(line)).trimEnd()}\n`;
};

const describeRole = ({role, plain, room, address}: ChatState): string => {
	const what = `${plain ? 'plain' : 'private'} room${room === undefined ? '' : ` ${JSON.stringify(room)}`}`;
	return role === 'host' ? `host of the ${what}` : `client at ${address}, ${what}`;
};

/**
Returns the file: who and with what, every socket, the messages, the connection log. `messages`: as
in a text file. The room's code and the member's secret are not in it.
*/
export const formatHandIn = (
	state: ChatState,
	messages: string,
	{program, node, platform, now}: HandInFacts,
): string => {
	const {sockets, retries} = state.socketLog;
	const attempts = retries.reduce((sum, each) => sum + each.attempts, 0);
	const facts = [
		['name', state.myName],
		['role', describeRole(state)],
		['saved', formatTime(now)],
		['socket-chat', program],
		['Node', node],
		['platform', platform],
	];
	return `# socket-chat: messages and connection log

${formatTable(['', ''], facts)}
## Sockets

Numbered in the order in which this run made them. A state is given as far as this program's own
calls tell it.${attempts === 0 ? '' : ` Attempts to connect that failed: ${attempts}; their sockets are in the log only.`}

${formatTable(
	socketHead,
	sockets.map(record => formatSocket(record)),
)}
## Messages

\`\`\`text
${messages}\`\`\`

## Connection log

\`\`\`text
${listUnfolded(state.socketLog)
	.map(row => formatRow(row))
	.join('')}\`\`\`
`;
};

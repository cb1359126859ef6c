/** States of made-up chats, from empty to busy. */
import {addCalls} from '../../source/chat/socket-log/fold/add-calls.ts';
import {emptyLog} from '../../source/chat/socket-log/empty-log.ts';
import type {ChatState, HistoryItem} from '../../source/chat/state.ts';
import type {SocketLogEntry} from '../../source/net/socket-log.ts';
import type {Member} from '../../source/room/member.ts';

const minute = 60_000;
const refused = 'Nobody is hosting at 127.0.0.1:5000. Is `socket-chat host` running there?';

const said: ReadonlyArray<readonly [from: string, text: string]> = [
	['alice', 'Hi'],
	['me', 'Hello'],
	['me', 'Nice to see you all here'],
	['alice', 'How are you?'],
	[
		'bob',
		'I have a question about the lab: why does recv(1024) give me two of your messages at once? I sent them with two calls of send(), a second apart, and the server prints them as one.',
	],
	['alice', 'Because TCP is a stream of bytes. It knows no messages.'],
	[
		'大輔',
		'日本語のメッセージもちゃんと折り返されるはずです。長い文章を書いて、行の幅を超えたときにどうなるか見てみましょう。これで十分でしょうか。',
	],
	['chloé', 'Emoji: 👍 👩‍👩‍👧‍👦 🇫🇷 ❤️ 🏳️‍🌈 👋🏽 end'],
	['a-very-long-name-indeed-2', 'My name is longer than the column'],
	[
		'bob',
		'https://example.com/a/very/long/address/that/has/no/spaces/in/it/at/all/and/goes/on/and/on/until/it/must/be/cut?yes=1',
	],
	['עדי', 'שלום לכולם, מה שלומכם היום?'],
	['alice', 'def main():\n\tsock = socket.socket()\n\tsock.connect(("127.0.0.1", 5000))\n\n\tsock.send(b"Hi")'],
	['mallory', 'bad \u001B[31mred\u001B[0m \u202Egnp.exe \u0007 bell\u{200B}\u{200B}'],
	['me', '↑ nothing of that reached my terminal'],
];

const message = (index: number, at: number): HistoryItem => {
	const [from, text] = said[index % said.length] ?? ['alice', ''];
	const own = from === 'me';
	return {
		kind: 'message',
		key: `m ${index}`,
		at,
		from: own ? 'ann' : from,
		fromId: `id-${from}`,
		text,
		own,
		delivery: own ? 'logged' : undefined,
	};
};

const historyOf = (count: number, now: number): HistoryItem[] => {
	const items: HistoryItem[] = [];
	for (let index = 0; index < count; index++) {
		const at = now - (count - index) * 20_000;
		if (index % 9 === 4) {
			items.push({kind: 'notice', key: `n ${index}`, at, text: 'bob joined'});
		}

		items.push(message(index, at));
	}

	return items;
};

const member = (name: string, number: number, more: Partial<Member> = {}): Member => ({
	id: `id-${name}`,
	name,
	address: `192.168.1.${number}:${57_800 + number}`,
	status: 'here',
	since: 0,
	...more,
});

const logOf = (entries: readonly SocketLogEntry[], now: number): ChatState['socketLog'] =>
	addCalls(
		emptyLog,
		entries.map((entry, index) => ({...entry, at: now - (entries.length - index) * 7000})),
	);

const server = '192.168.1.20:5000';
const alice = {connection: 2, local: server, remote: '192.168.1.7:57807'};
const bob = {connection: 3, local: server, remote: '192.168.1.8:57808'};
const far = {connection: 4, local: '[fe80::1]:5000', remote: '[fe80::1c2d:3eff:fe4f:5a6b%eth0]:57809'};

const hosting: readonly SocketLogEntry[] = [
	{verb: 'socket', connection: 1},
	{verb: 'bind', connection: 1, local: '[::]:5000'},
	{verb: 'listen', connection: 1, local: '[::]:5000', backlog: 511},
	{verb: 'accept', ...alice},
	{verb: 'hello', ...alice, by: 'remote', name: 'alice'},
	{verb: 'accept', ...bob},
	{verb: 'hello', ...bob, by: 'remote', name: 'bob'},
	{verb: 'recv', ...alice, bytes: 26, frames: {post: 1}},
	{verb: 'send', ...bob, bytes: 112, frames: {msg: 1}},
	{verb: 'end', ...bob},
	{verb: 'reset', ...bob},
	{verb: 'accept', ...far},
];

const dialled = {connection: 1, remote: '127.0.0.1:5000'};
const dialling: readonly SocketLogEntry[] = [
	{verb: 'lookup', host: 'localhost', addresses: ['127.0.0.1']},
	{verb: 'socket', ...dialled},
	{verb: 'connect', ...dialled, local: '127.0.0.1:40112'},
	{verb: 'reset', ...dialled},
	{verb: 'retry', remote: '127.0.0.1:5000', delay: 4000, note: 'The connection was lost.'},
];

const joining = (now: number): ChatState => ({
	role: 'join',
	plain: false,
	room: 'main',
	myId: 'id-me',
	myName: 'ann',
	address: '127.0.0.1:5000',
	pastNames: [],
	inviteAddresses: [],
	code: undefined,
	tag: undefined,
	status: {status: 'open', address: '127.0.0.1:5000', rtt: 4},
	hasBeenOpen: true,
	socketLog: logOf(dialling, now),
	members: [
		member('alice', 7),
		member('me', 20, {name: 'ann', rtt: 4}),
		member('bob', 8, {status: 'away', since: now - 12_000}),
	],
	history: [],
	keyCount: 0,
	oldestSeq: undefined,
	isReadingBack: false,
	pending: [],
});

const empty = (now: number): ChatState => ({
	...joining(now),
	role: 'host',
	address: '[::]:5000',
	inviteAddresses: ['192.168.1.20:5000', '[fd12:3456:789a::20]:5000'],
	status: {status: 'listening', address: '[::]:5000'},
	socketLog: logOf(hosting.slice(0, 3), now),
	members: [member('me', 20, {name: 'ann'})],
});

const busy = (now: number): ChatState => ({
	...empty(now),
	socketLog: logOf([...hosting, ...hosting, ...hosting], now),
	members: [
		member('me', 20, {name: 'ann'}),
		member('alice', 7, {rtt: 4}),
		member('bob', 8, {status: 'away', since: now - 12_000}),
		member('大輔', 9, {rtt: 31}),
		member('a-very-long-name-indeed-2', 10, {address: '[fe80::1c2d:3eff:fe4f:5a6b%eth0]:57809', rtt: 120}),
	],
	history: [
		...historyOf(28, now - 2 * minute),
		{
			kind: 'message',
			key: 'r',
			at: now - minute,
			from: 'ann',
			fromId: 'id-me',
			text: 'Far too long',
			own: true,
			delivery: 'refused',
			reason: 'A message holds at most 8192 bytes.',
		},
		message(98, now - 30_000),
		message(101, now - 29_000),
	],
	pending: [
		{n: 1, text: 'Is anybody there?', at: now - 2000},
		{n: 2, text: 'This one waits as well', at: now - 1000},
	],
});

/** Returns the state of a chat in the scenario `name` at the time `now`. */
export const createScenario = (name: string, now: number): ChatState => {
	switch (name) {
		case 'empty-host': {
			return empty(now);
		}

		case 'empty-join': {
			return joining(now);
		}

		case 'waiting': {
			return {
				...joining(now),
				room: undefined,
				myId: undefined,
				members: [],
				hasBeenOpen: false,
				status: {status: 'waiting', attempt: 3, retryAt: now + 9000, reason: refused},
			};
		}

		case 'connecting': {
			return {...joining(now), members: [], hasBeenOpen: false, status: {status: 'connecting', attempt: 2}};
		}

		case 'lost': {
			return {
				...joining(now),
				history: historyOf(20, now),
				pending: busy(now).pending,
				status: {status: 'waiting', attempt: 3, retryAt: now + 9000, reason: 'The connection was lost.'},
			};
		}

		case 'silent': {
			return {
				...joining(now),
				history: historyOf(20, now),
				status: {status: 'open', address: '127.0.0.1:5000', rtt: 4, silentSince: now - 7000},
			};
		}

		case 'closed': {
			return {
				...joining(now),
				history: historyOf(20, now),
				status: {status: 'closed', reason: 'The host closed the room.', exitCode: 0},
			};
		}

		case 'plain': {
			return {
				...joining(now),
				plain: true,
				members: [],
				history: historyOf(6, now).map(item =>
					item.kind === 'message' && item.own ? {...item, delivery: 'sent'} : item,
				),
			};
		}

		case 'scrolling': {
			return {...busy(now), history: historyOf(50_000, now)};
		}

		case 'arriving': {
			return {...busy(now), pending: []};
		}

		case 'crowd': {
			return {
				...busy(now),
				members: Array.from({length: 40}, (_, index) =>
					member(`peer-${index}`, index, {status: index % 3 === 0 ? 'away' : 'here', since: now - index * 20_000}),
				),
			};
		}

		default: {
			return busy(now);
		}
	}
};

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import type {HistoryItem} from '../../../source/chat/state.ts';
import {saveTranscript} from '../../../source/cli/files/save-transcript.ts';
import {endsOf, listening, logOf, refuse, visit} from '../../chat/socket-log/entries.ts';
import {temporaryFolder} from '../../storage/folder.ts';
import {createLogged, createSavedChat, facts} from './saved-chat.ts';

const code = 'legal-winner-thank-year-wave';

const message: HistoryItem = {
	kind: 'message',
	key: 'm',
	seq: 3,
	at: 3000,
	from: 'bob',
	fromId: 'b',
	text: '```\nnot | the end',
	own: false,
};

const save = async (file: string, chat: ReturnType<typeof createSavedChat>): Promise<string> => {
	const result = saveTranscript(file, chat, facts);
	assert.ok(result.ok);
	assert.match((await result.done).text, /^Saved 3 messages/);
	return readFileSync(file, 'utf8');
};

test('a file .md has name, versions, every socket, all messages and the log, unfolded, and no code', async t => {
	const folder = temporaryFolder(t);
	const socketLog = logOf([
		...listening,
		...visit(2),
		...visit(3),
		{verb: 'accept', ...endsOf(4)},
		{verb: 'hello', ...endsOf(4), by: 'remote', name: 'a|b'},
		{verb: 'send', ...endsOf(4), bytes: 20, frames: {who: 1}},
		{verb: 'recv', ...endsOf(4), bytes: 28, quoted: new TextEncoder().encode(code)},
		...refuse(5),
		...refuse(6),
	]);
	const history: readonly HistoryItem[] = [message, {kind: 'notice', key: 'n', at: 4000, text: `New code: ${code}`}];
	const log = [createLogged(1), createLogged(2)];
	const chat = createSavedChat(history, {role: 'host', room: 'main', code, oldestSeq: 3, log, socketLog});
	const text = await save(`${folder}/x.md`, chat);
	for (const part of [
		'| name | ann |',
		'| role | host of the private room "main" |',
		'| socket-chat | 1.2.3 |',
		'| Node | v20.20.2 |',
		'| platform | linux x64 6.18 |',
		'| #1 | listening | 0.0.0.0:5000 |',
		'| they closed first | 1/9 B | 0/0 B |',
		String.raw`| a\|b |`,
		'| 1/28 B | 1/20 B | who 1 |',
		'Attempts to connect that failed: 2',
		'said 1\n',
		'accept   #2  127.0.0.1:45730 ⇄ 127.0.0.1:5000\n',
		'shutdown #2  our FIN\n',
		'listen   #1  0.0.0.0:5000  backlog 511\n',
		'connect  #6  to 127.0.0.1:5000: ECONNREFUSED (111)  0.3 ms\n',
	]) {
		assert.ok(text.includes(part), `${part}\n${text}`);
	}

	assert.ok(!text.includes('winner'));
	assert.equal(text.match(/^```/gm)?.length, 4);
	const [, rows = ''] = text.split('## Connection log');
	const times = [...rows.matchAll(/^\d{4}-\S+/gm)].map(([time]) => time);
	assert.deepEqual(times, times.toSorted());
	assert.equal(times.length, 3 + 5 + 5 + 3 + 10);

	const plain = await save(`${folder}/x.txt`, chat);
	assert.match(plain, /^1970-01-01T00:00:01\.000Z bob: said 1\n/);
	assert.ok(!plain.includes('accept'));
});

import assert from 'node:assert/strict';
import {chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import fc from 'fast-check';
import {saveTranscript, type SavedChat} from '../../../source/cli/files/save-transcript.ts';
import type {HistoryItem} from '../../../source/chat/state.ts';
import {cleanText, joinParts, splitMessage, type TextPart} from '../../../source/text/message.ts';
import {sanitize} from '../../../source/text/sanitize.ts';
import {temporaryFolder} from '../../storage/folder.ts';
import {createLogged, createSavedChat, facts} from './saved-chat.ts';

const createItem = (seq: number, more: Partial<Extract<HistoryItem, {kind: 'message'}>> = {}): HistoryItem => ({
	kind: 'message',
	key: String(seq),
	seq,
	at: seq * 1000,
	from: 'bob',
	fromId: 'b',
	text: `said ${seq}`,
	own: false,
	...more,
});

const log = Array.from({length: 10}, (_, index) => createLogged(index + 1));

const save = async (file: string, chat: SavedChat): Promise<string> => {
	const result = saveTranscript(file, chat, facts);
	return result.ok ? (await result.done).text : result.text;
};

test('H, I: what is not loaded is fetched, and the sentence says how many messages are where', async t => {
	const file = path.join(temporaryFolder(t), 'all.txt');
	const chat = createSavedChat([createItem(9), createItem(10)], {oldestSeq: 9, log});
	assert.equal(await save(file, chat), `Saved 10 messages to ${file}.`);
	const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
	assert.deepEqual(
		lines.map(line => line.replace(/^\S+ bob: said /, '')),
		Array.from({length: 10}, (_, index) => String(index + 1)),
	);
});

test('what is not shown between a place far back and the newest messages is saved, too, and all once', async t => {
	const file = path.join(temporaryFolder(t), 'all.txt');
	const gap = {kind: 'gap', key: 'gap', at: 0, from: 5, to: 8} as const;
	const chat = createSavedChat([createItem(3), createItem(4), gap, createItem(9), createItem(10)], {oldestSeq: 3, log});
	assert.equal(await save(file, chat), `Saved 10 messages to ${file}.`);
	const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
	assert.deepEqual(
		lines.map(line => line.replace(/^\S+ bob: said /, '')),
		Array.from({length: 10}, (_, index) => String(index + 1)),
	);
});

test('H: without a connection, the sentence says how many of how many were saved', async t => {
	const folder = temporaryFolder(t);
	const options = {oldestSeq: 9, log, pages: 1};
	const file = path.join(folder, 'some.txt');
	assert.equal(
		await save(file, createSavedChat([createItem(9), createItem(10)], options)),
		`Saved 5 of 10 messages to ${file}. The older ones can be fetched while you are connected.`,
	);
	assert.equal(readFileSync(file, 'utf8').split('\n').length, 6);
	assert.deepEqual(readdirSync(folder), ['some.txt']);
});

test('while what is not loaded is fetched, the progress is told, and a part is not taken for the whole', async t => {
	const folder = temporaryFolder(t);
	for (const [pages, isComplete, steps] of [
		[Infinity, true, ['5 of 10', '8 of 10', '10 of 10']],
		[2, false, ['5 of 10', '8 of 10']],
	] as const) {
		const told: string[] = [];
		const chat = createSavedChat([createItem(9), createItem(10)], {oldestSeq: 9, log, pages});
		const result = saveTranscript(path.join(folder, `${pages}.txt`), chat, facts, (fetched, all) => {
			told.push(`${fetched} of ${all}`);
			assert.ok(!readdirSync(folder).includes(`${pages}.txt`));
		});
		assert.ok(result.ok);
		assert.equal((await result.done).isComplete, isComplete);
		assert.deepEqual(told, steps);
	}
});

test('when the user leaves while messages are fetched, the sentence says how many are there, and who has the others', async t => {
	const file = path.join(temporaryFolder(t), 'part.txt');
	const chat = createSavedChat([createItem(9), createItem(10)], {oldestSeq: 9, log, pages: 1});
	assert.equal(
		await save(file, {...chat, leaving: {isRequested: true}}),
		`Saved 5 of 10 messages to ${file}. The host has the others.`,
	);
});

test('3: after the end, what is loaded is saved, also from far back, and the sentence says who has the others', async t => {
	const file = path.join(temporaryFolder(t), 'end.txt');
	const gap = {kind: 'gap', key: 'gap', at: 0, from: 5, to: 8} as const;
	const history = [createItem(3), createItem(4), gap, createItem(9), createItem(10)];
	const chat = createSavedChat(history, {oldestSeq: 3, pages: 0});
	const state = {...chat.getState(), status: {status: 'closed', reason: 'x', exitCode: 0} as const};
	assert.equal(
		await save(file, {...chat, getState: () => state}),
		`Saved 4 of 10 messages to ${file}. The host has the others.`,
	);
	assert.match(readFileSync(file, 'utf8'), /said 3\n.*said 4\n.*said 9\n.*said 10\n$/);
});

test('H: pages that hold only what is private to others are passed over', async t => {
	const file = path.join(temporaryFolder(t), 'all.txt');
	const chat = createSavedChat([createItem(10)], {oldestSeq: 10, log: log.filter(({seq}) => seq < 3)});
	assert.equal(await save(file, chat), `Saved 3 messages to ${file}.`);
});

test('no code that the program has shown is in a saved conversation; what people have said stays', async t => {
	const file = path.join(temporaryFolder(t), 'all.txt');
	const code = 'legal-winner-thank-year-wave';
	const notices = [
		`The code of this room: ${code}`,
		`bob was removed. New code: ${code}. Everybody here has it.`,
		`The host changed the code of the room. Others now join with: ${code}`,
		`Others run: socket-chat join h:1. The code: ${code}.`,
		'bob is on a-really-long-word-chain now',
	];
	const chat = createSavedChat([
		...notices.map((text, at): HistoryItem => ({kind: 'notice', key: `n${at}`, at, text})),
		createItem(1, {text: `join with ${code}`}),
	]);
	await save(file, chat);
	const saved = readFileSync(file, 'utf8');
	assert.equal(saved.split(code).length, 2);
	assert.ok(saved.includes(`bob: join with ${code}\n`));
	assert.ok(saved.includes(' -- bob was removed. New code: (not saved). Everybody here has it.\n'));
	assert.ok(saved.includes('a-really-long-word-chain'));
});

test('H: messages that wait, were refused or are private are marked as such', async t => {
	const file = path.join(temporaryFolder(t), 'all.txt');
	const to = {id: 'x', name: 'dee'};
	const chat = createSavedChat([createItem(1, {to}), createItem(2, {delivery: 'refused', own: true, from: 'ann'})], {
		pending: [{n: 1, text: 'waits', at: 3000}],
	});
	assert.equal(await save(file, chat), `Saved 3 messages to ${file}.`);
	assert.deepEqual(
		readFileSync(file, 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => line.slice(line.indexOf(' ') + 1)),
		['bob (private to dee): said 1', 'ann (refused): said 2', 'ann (not acknowledged): waits'],
	);
});

test('14: the lines of a text are as they were, indented under their author', async t => {
	const file = path.join(temporaryFolder(t), 'code.txt');
	const text = 'def f():\n\treturn 1\n\n1970-01-01T00:00:00.000Z eve: forged\u{1B}[2J\ta\u{200D}b\u{202E}';
	assert.equal(
		await save(file, createSavedChat([createItem(1, {text}), createItem(2)])),
		`Saved 2 messages to ${file}.`,
	);
	assert.deepEqual(readFileSync(file, 'utf8').split('\n'), [
		'1970-01-01T00:00:01.000Z bob:',
		'    def f():',
		'    \treturn 1',
		'',
		'    1970-01-01T00:00:00.000Z eve: forged\u{241B}[2J\ta\u{200D}b\u{FFFD}',
		'1970-01-01T00:00:02.000Z bob: said 2',
		'',
	]);
});

/** The messages of a text that is too long for one, as they are in the room's log. */
const createLoggedParts = (text: string, from = 1) =>
	splitMessage(cleanText(text), 40).map(({text: piece, part}, index) => ({...createLogged(from + index, piece), part}));

test('the parts of a text are saved as the one text that they were, whether loaded or fetched', async t => {
	const text = Array.from({length: 20}, (_, index) => `\tline ${index}`).join('\n');
	const parts = createLoggedParts(text);
	const loaded = parts.slice(-2).map(({seq, text: piece, part}) => createItem(seq, {text: piece, part}));
	const file = path.join(temporaryFolder(t), 'all.txt');
	const chat = createSavedChat([...loaded, createItem(99)], {oldestSeq: parts.length - 1, log: parts});
	assert.equal(await save(file, chat), `Saved ${parts.length + 1} messages to ${file}.`);
	const indented = text.replaceAll(/^/gm, '    ');
	assert.equal(
		readFileSync(file, 'utf8'),
		`1970-01-01T00:00:01.000Z bob:\n${indented}\n1970-01-01T00:01:39.000Z bob: said 99\n`,
	);
});

test('parts without their neighbours are marked, and others between them are not lost', async t => {
	const file = path.join(temporaryFolder(t), 'all.txt');
	const chat = createSavedChat([
		createItem(1, {text: 'a', part: [1, 4, '']}),
		createItem(2, {text: 'b', part: [2, 4, '']}),
		createItem(3, {from: 'eve', fromId: 'e', text: 'meanwhile'}),
		createItem(4, {text: 'c', part: [3, 4, '\n']}),
		createItem(5, {text: 'x', part: [2, 2, '']}),
	]);
	await save(file, chat);
	assert.deepEqual(
		readFileSync(file, 'utf8')
			.split('\n')
			.map(line => line.slice(line.indexOf(' ') + 1)),
		['bob (1-2/4): ab', 'eve: meanwhile', 'bob (3/4): c', 'bob (2/2): x', ''],
	);
});

test('a name that ends with .json or .ndjson gets a line of JSON for each message', async t => {
	const folder = temporaryFolder(t);
	const to = {id: 'x', name: 'dee'};
	const chat = createSavedChat(
		[
			{kind: 'notice', key: 'n', at: 0, text: 'bob joined'},
			createItem(10, {to, text: 'a\tb\n\u{1B}[2J'}),
			createItem(11, {delivery: 'refused', own: true, from: 'ann', fromId: 'me'}),
		],
		{oldestSeq: 10, log, myId: 'me', pending: [{n: 1, text: 'waits', at: 3000}]},
	);
	for (const name of ['all.json', 'all.NDJSON', 'all.jsonl']) {
		const file = path.join(folder, name);
		// One at a time, as a user does.

		assert.equal(await save(file, chat), `Saved 12 messages to ${file}.`);
		const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
		assert.ok(lines.every(line => /^[ -~]*$/.test(line)));
		const messages = lines.map(line => JSON.parse(line) as Record<string, unknown>);
		assert.deepEqual(messages[0], {
			type: 'message',
			seq: 1,
			from: 'bob',
			fromId: 'b',
			text: 'said 1',
			own: false,
			at: '1970-01-01T00:00:01.000Z',
		});
		assert.deepEqual(
			messages.slice(-3).map(({text, to: name, delivery, own}) => ({text, to: name, delivery, own})),
			[
				{text: 'a\tb\n\u{1B}[2J', to: 'dee', delivery: undefined, own: false},
				{text: 'said 11', to: undefined, delivery: 'refused', own: true},
				{text: 'waits', to: undefined, delivery: 'queued', own: true},
			],
		);
	}
});

test('any text that is sent in parts is in the saved file byte for byte', async t => {
	const folder = temporaryFolder(t);
	let files = 0;
	const anyText = fc
		.array(
			fc.oneof(
				fc.string({unit: 'binary', maxLength: 20}),
				fc.constantFrom(
					'\n',
					'\r\n',
					'\t',
					'    ',
					'e\u{301}',
					'\u{212B}',
					'\u{FB01}',
					'👩‍👩‍👧‍👦',
					'```\n',
					'line of code\n',
				),
			),
			{minLength: 1, maxLength: 60},
		)
		.map(pieces => cleanText(pieces.join('')))
		.filter(text => text !== '');
	await fc.assert(
		fc.asyncProperty(anyText, fc.nat({max: 12}), async (text, loaded) => {
			const parts = createLoggedParts(text);
			const first = Math.max(1, parts.length + 1 - loaded);
			const shown = parts.slice(first - 1).map(({seq, text: piece, part}) => createItem(seq, {text: piece, part}));
			const chat = createSavedChat(shown, {oldestSeq: first, log: parts});
			const name = path.join(folder, `${files++}`);
			await save(`${name}.json`, chat);
			const messages = readFileSync(`${name}.json`, 'utf8')
				.trimEnd()
				.split('\n')
				.map(line => JSON.parse(line) as TextPart);
			assert.equal(joinParts(messages), text);

			// What a terminal could not print is replaced in a text file, and only that.
			await save(`${name}.txt`, chat);
			const saved = readFileSync(`${name}.txt`, 'utf8').replace(/^\S+ bob: ?/, '');
			const lines = saved.startsWith('\n') ? saved.slice(1).replaceAll(/^ {4}/gm, '') : saved;
			const shownText = text
				.split('\t')
				.map(piece => sanitize(piece))
				.join('\t');
			assert.equal(lines, `${shownText}\n`);
		}),
		{numRuns: 60},
	);
});

test('I: a file that cannot be written is refused with the reason, and nothing is left behind', async t => {
	const folder = temporaryFolder(t);
	writeFileSync(path.join(folder, 'there'), 'mine');
	mkdirSync(path.join(folder, 'folder'));
	const chat = createSavedChat([createItem(1)]);
	for (const [name, reason] of [
		['there', `${folder}/there already exists. Choose another name.`],
		['folder', `${folder}/folder is a folder. Add the name of a file.`],
		['new/', `${folder}/new is a folder. Add the name of a file.`],
		['gone/x', `There is no folder ${folder}/gone.`],
		['there/x', `${folder}/there is not a folder.`],
	] as const) {
		assert.deepEqual(saveTranscript(`${folder}/${name}`, chat, facts), {ok: false, text: reason});
	}

	assert.deepEqual(readdirSync(folder), ['folder', 'there']);
	assert.equal(readFileSync(path.join(folder, 'there'), 'utf8'), 'mine');
});

test('I: a name that is taken while the messages are fetched is not overwritten', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'all.txt');
	const saving = save(file, createSavedChat([createItem(10)], {oldestSeq: 10, log}));
	writeFileSync(file, 'mine');
	assert.equal(await saving, `${file} already exists. Choose another name.`);
	assert.equal(readFileSync(file, 'utf8'), 'mine');
	assert.deepEqual(readdirSync(folder), ['all.txt']);
});

test('I: an empty room is saved as what it is, and what is loaded is written at once', async t => {
	const file = path.join(temporaryFolder(t), 'none.txt');
	const result = saveTranscript(file, createSavedChat([]), facts);
	assert.equal(readFileSync(file, 'utf8'), '');
	assert.ok(result.ok);
	assert.deepEqual(await result.done, {text: `Saved 0 messages to ${file}.`, isComplete: true});
});

test('I: a transcript is for its user only', {skip: process.platform === 'win32'}, async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'all.txt');
	await save(file, createSavedChat([createItem(1)]));
	assert.equal(statSync(file).mode % 0o1000, 0o600);
	symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'link'));
	assert.equal(
		await save(path.join(folder, 'link'), createSavedChat([createItem(1)])),
		`${folder}/link already exists. Choose another name.`,
	);
	if (process.getuid?.() !== 0) {
		chmodSync(folder, 0o500);
		assert.equal(await save(`${folder}/x`, createSavedChat([createItem(1)])), `You may not write in ${folder}.`);
		chmodSync(folder, 0o700);
	}
});

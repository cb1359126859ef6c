import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import fc from 'fast-check';
import {startsWithCommand} from '../../source/chat/commands/run-line.ts';
import type {Chat} from '../../source/chat/chat.ts';
import {HostChat} from '../../source/chat/host-chat.ts';
import {JoinChat} from '../../source/chat/join-chat.ts';
import {saveTranscript} from '../../source/cli/files/save-transcript.ts';
import {systemClock} from '../../source/net/clock.ts';
import {createSid} from '../../source/room/identity.ts';
import {MemoryLog} from '../../source/room/log.ts';
import {emptyDraft, reduceDraft} from '../../source/screen/composer/draft.ts';
import {joinParts, maximumTextBytes, type TextPart} from '../../source/text/message.ts';
import {isBye} from '../../source/wire/plain-text.ts';
import {until} from '../helpers/until.ts';
import {temporaryFolder} from '../storage/folder.ts';

const code = 'legal-winner-thank-year-wave';
const deriveKey = async (from: string) => Buffer.from(from.padEnd(32).slice(0, 32));
/** Few messages stay loaded: what is saved is fetched. */
const historyCapacity = 20;

/** A room with a host and a client, on sockets of this computer. */
const openRoom = async (t: TestContext) => {
	let port = 0;
	const host = new HostChat(
		{
			name: 'alice',
			room: 'main',
			port: 0,
			listen: '127.0.0.1',
			plain: false,
			once: false,
			stopOn: undefined,
			lineEnd: undefined,
		},
		{
			clock: systemClock,
			historyCapacity,
			randomBytes,
			maximumConnections: 10,
			deriveKey,
			listAddresses: bound => [`127.0.0.1:${bound.port}`],
			advertise: () => ({tag: undefined, async stop() {}}),
			openRoom: async () => ({
				log: new MemoryLog('history'),
				sid: createSid(randomBytes),
				code,
				saveCode() {},
				announce(endpoint) {
					port = endpoint.port;
				},
				async release() {},
			}),
		},
	);
	t.after(async () => host.close());
	host.start();
	await until(() => port !== 0);
	const join = new JoinChat(
		{name: 'bob', endpoint: {host: '127.0.0.1', port}, code, plain: false, isImpatient: true, lineEnd: undefined},
		{
			clock: systemClock,
			historyCapacity,
			random: () => 1,
			deriveKey,
			saveRoom() {},
			followRoom: () => () => undefined,
			onWrongCode() {},
			openIdentity: async () => ({sid: createSid(randomBytes), async release() {}}),
		},
	);
	t.after(async () => join.close());
	join.start();
	await until(() => join.getState().status.status === 'open');
	return {host, join};
};

/** Pastes a text and sends the draft as the composer does. Returns the draft. */
const paste = (chat: Pick<Chat, 'submit'>, pasted: string): string => {
	const {text} = reduceDraft(emptyDraft, {type: 'paste', text: pasted});
	if (text.trim() !== '' && !isBye(text) && !startsWithCommand(text)) {
		assert.deepEqual(chat.submit(text.startsWith('/') ? `/say ${text}` : text), {ok: true});
		return text;
	}

	return '';
};

/** The texts of a saved file, each from its parts. */
const readTexts = (file: string): readonly string[] => {
	const texts: TextPart[][] = [];
	for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
		const message = JSON.parse(line) as TextPart;
		if (message.part === undefined || message.part[0] === 1) {
			texts.push([]);
		}

		texts.at(-1)?.push(message);
	}

	return texts.map(parts => joinParts(parts));
};

const piece = fc.oneof(
	fc.string({unit: 'binary', maxLength: 30}),
	fc.string({unit: 'grapheme', maxLength: 30}),
	fc.constantFrom(
		'\n',
		'\r\n',
		'\t',
		'\f',
		' ',
		'/',
		'//',
		'```\n',
		'e\u{301}',
		'\u{212B}',
		'\u{F951}',
		'\u{1112}\u{1161}',
	),
	fc.constantFrom(
		'x'.repeat(5000),
		`${'word '.repeat(400)}\n`,
		'\tcode();\n'.repeat(300),
		'👩‍👩‍👧‍👦'.repeat(300),
		'\n'.repeat(9000),
	),
);

test('any text that is pasted, cut into parts, sent, received and saved comes back byte for byte', async t => {
	const {host, join} = await openRoom(t);
	const pasted = fc.sample(
		fc.array(piece, {minLength: 1, maxLength: 12}).map(pieces => pieces.join('')),
		200,
	);
	const texts: string[] = [];
	for (const [index, text] of pasted.entries()) {
		const sent = paste(join, text);
		if (sent !== '') {
			texts.push(sent);
			assert.equal(sent, text.replaceAll(/\r\n?/g, '\n').replaceAll(/(?![\n\t\f])\p{Cc}|\p{Cs}/gu, ''), `${index}`);
		}
	}

	texts.push(paste(join, 'the end'));
	assert.ok(texts.some(text => Buffer.byteLength(text) > 2 * maximumTextBytes));
	await until(() => join.getState().pending.length === 0, {timeout: 60_000});
	const folder = temporaryFolder(t);
	for (const [name, chat] of Object.entries({host, join})) {
		const file = path.join(folder, `${name}.json`);
		// The client may not have all yet that the host has.

		await until(() => chat.getState().history.some(item => item.kind === 'message' && item.text === 'the end'));
		const result = saveTranscript(file, chat, {program: '1', node: '2', platform: '3', now: 0});
		assert.ok(result.ok);

		assert.match((await result.done).text, /^Saved \d+ messages to /);
		assert.deepEqual(readTexts(file), texts);
	}
});

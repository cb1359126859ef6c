import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test, {type TestContext} from 'node:test';
import fc from 'fast-check';
import {accepted} from '../../../source/chat/commands/results.ts';
import type {Actions} from '../../../source/chat/commands/types.ts';
import type {ChatState, HistoryItem} from '../../../source/chat/state.ts';
import {Clipboard} from '../../../source/output/clipboard.ts';
import {App} from '../../../source/screen/app.tsx';
import {cleanText, splitMessage} from '../../../source/text/message.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';
import {createScenario} from '../scenarios.ts';
import {now} from '../rows-fixture.ts';

// Copying needs none.
const noActions = {} as unknown as Actions;
const f7 = '\u{1B}[18~';
const up = '\u{1B}[A';
const down = '\u{1B}[B';
const pageUp = '\u{1B}[5~';

/** Shows the screen of a chat until the test ends, and reads what it copies. */
const openScreen = async (t: TestContext, history: readonly HistoryItem[], oldestSeq = 1) => {
	const copied: string[] = [];
	const submitted: string[] = [];
	const refused: string[] = [];
	const clipboard = new Clipboard({
		write(sequence) {
			assert.ok(sequence.startsWith('\u{1B}]52;c;') && sequence.endsWith('\u{7}'));
			copied.push(Buffer.from(sequence.slice(7, -1), 'base64').toString('utf8'));
		},
		env: {TERM: 'xterm-256color'},
	});
	const state: ChatState = {...createScenario('empty-join', now), history, oldestSeq};
	const screen = await renderOnBytes(() => (
		<App
			state={state}
			getState={() => state}
			clipboard={clipboard}
			onSubmit={(line, extra) => {
				submitted.push(line);
				const [, argument] = /^\/copy (.*)$/.exec(line) ?? [];
				const command = argument !== undefined && extra.find(({name}) => name === 'copy');
				const result = command ? command.run(noActions, argument) : accepted;
				refused.push(...(result.ok ? [] : [result.text]));
				return result;
			}}
			onTyping={() => undefined}
			onRetry={() => undefined}
			onLeave={() => undefined}
		/>
	));
	t.after(() => {
		screen.close();
	});
	return {...screen, copied, submitted, refused};
};

const createHistory = (texts: readonly string[]): HistoryItem[] =>
	texts.flatMap((text, index) =>
		splitMessage(text).map(({text: piece, part}, place): HistoryItem => ({
			kind: 'message',
			key: `m ${index} ${place}`,
			at: now,
			from: 'bob',
			fromId: 'id-bob',
			text: piece,
			own: false,
			...(part && {part}),
		})),
	);

const said = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'\n',
				'\t',
				'\r\n',
				' ',
				'日本語',
				'👩‍👩‍👧‍👦',
				'❤️',
				'שלום',
				'\u{202E}',
				'\u{200B}',
				'e\u{301}\u{301}',
				'```',
				'/me ',
			),
			fc.string({unit: 'binary', maxLength: 6}),
		),
		{minLength: 1, maxLength: 12},
	)
	.map(pieces => cleanText(pieces.join('')))
	.filter(text => text !== '');

test('any text that was said, selected and copied comes back byte for byte', async t => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(said, {minLength: 1, maxLength: 12}),
			fc.nat(),
			fc.constantFrom('y', 'c', '\r'),
			async (texts, which, key) => {
				const fromEnd = which % texts.length;
				const screen = await openScreen(t, createHistory(texts));
				try {
					await screen.write(f7, ...Array.from({length: fromEnd}, () => up), key);
					assert.deepEqual(screen.copied, [texts.at(-1 - fromEnd)]);
					assert.deepEqual(screen.submitted, []);
				} finally {
					screen.close();
				}
			},
		),
		{numRuns: 25},
	);
});

test('keys of a selection mean the same in whatever reads they come', async t => {
	const texts = Array.from({length: 40}, (_, index) => `text ${index}\n\tof two lines`);
	const presses = [f7, up, up, pageUp, up, down, up, up, 'y'];
	const keys = presses.join('');
	const screens = await Promise.all(
		[[keys], presses, [keys.slice(0, 12), keys.slice(12)]].map(async chunks => {
			const screen = await openScreen(t, createHistory(texts));
			await screen.write(...chunks);
			return screen.copied;
		}),
	);
	assert.equal(screens[0]?.length, 1);
	assert.deepEqual(screens[1], screens[0]);
	assert.deepEqual(screens[2], screens[0]);
});

test('a text of 300 lines that took several messages is copied whole, and what is typed after y is not lost', async t => {
	const text = Array.from({length: 300}, (_, index) => `line ${index} ${'\tx'.repeat(30)}`).join('\n');
	const screen = await openScreen(t, createHistory(['before', text]));
	await screen.write(`${f7}yes`, '\r');
	assert.deepEqual(screen.copied, [text]);
	assert.deepEqual(screen.submitted, ['es']);
});

test('Escape and F7 leave a selection without copying; any other key leaves it and is typed', async t => {
	const screen = await openScreen(t, createHistory(['one']));
	await screen.write(f7, '\u{1B}', 'y', '\r');
	await screen.write(f7, f7, 'c', '\r');
	await screen.write(f7, 'x', 'y', '\r');
	assert.deepEqual(screen.copied, []);
	assert.deepEqual(screen.submitted, ['y', 'c', 'xy']);
});

test('/copy with too large a number says how many messages there are, if all are loaded', async t => {
	const history = createHistory(['one', 'two\n'.repeat(3000), 'three']);
	const whole = await openScreen(t, history);
	await whole.write('/copy 4', '\r');
	assert.deepEqual(whole.refused, ['There are only 3 messages.']);
	const part = await openScreen(t, history, 500);
	await part.write('/copy 4', '\r');
	assert.deepEqual(part.refused, ['That message is not loaded. PgUp loads older ones, F7 selects among them.']);
	assert.deepEqual([...whole.copied, ...part.copied], []);
});

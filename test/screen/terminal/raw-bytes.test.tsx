/** Raw bytes go in as a terminal sends them; what the composer sends comes out. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import test, {type TestContext} from 'node:test';
import fc from 'fast-check';
import {App} from '../../../source/screen/app.tsx';
import {findOffsetByRow, layoutDraft} from '../../../source/screen/composer/draft-layout.ts';
import {emptyEditor, reduceEditor} from '../../../source/screen/composer/editor.ts';
import type {EditorAction} from '../../../source/screen/terminal/edit-actions.ts';
import {TerminalBackground} from '../../../source/screen/terminal/terminal-background.ts';
import {ThemeProvider} from '../../../source/screen/theme-provider.tsx';
import {createScenario} from '../scenarios.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';

const columns = 80;

/** Renders the screen on a terminal whose clock the test moves. `lines` is what it has sent. */
const openScreen = async (t: TestContext, env = {}) => {
	const lines: string[] = [];
	const state = createScenario('busy', Date.now());
	const {turn, write, close} = await renderOnBytes(
		({stdin, stdout}) => (
			<ThemeProvider isColourless background={new TerminalBackground({stdin, output: stdout, env: {}})}>
				<App
					state={state}
					getState={() => state}
					onSubmit={line => {
						lines.push(line);
						return {ok: true};
					}}
					onRetry={() => undefined}
					onLeave={() => undefined}
				/>
			</ThemeProvider>
		),
		{columns, env},
	);

	return {
		lines,
		write,
		async wait(milliseconds: number) {
			t.mock.timers.tick(milliseconds);
			await turn();
			await turn();
		},
		close,
	};
};

type Screen = Awaited<ReturnType<typeof openScreen>>;

/** What a person does, or an answer of the terminal. */
type Stroke = {
	readonly bytes: string;
	readonly act: 'none' | 'escape' | 'help' | 'submit' | 'up' | 'down' | 'wheel-up' | 'wheel-down' | EditorAction;
	/** A pause must come before it, or after it, for it to mean what it says. */
	readonly needsPause?: true;
};

const insert = (text: string): Stroke => ({bytes: text, act: {type: 'insert', text}});
const edit = (bytes: string, type: 'left' | 'right' | 'home' | 'delete-left' | 'word-left' | 'newline'): Stroke => ({
	bytes,
	act: {type},
});
const none = (bytes: string): Stroke => ({bytes, act: 'none'});
const escapeStroke: Stroke = {bytes: '\u{1B}', act: 'escape'};
const st = '\u{1B}\\';

const typed = fc.constantFrom(
	...[
		'/msg zoe x',
		'hello?',
		'a',
		'Z',
		'9',
		'.',
		' ',
		'ä',
		'日本',
		'👩‍👩‍👧',
		'שלום',
		'/',
		']',
		'Please',
		'Xy',
		'^',
		'_',
	].map(text => insert(text)),
);
const pressed = fc.constantFrom<Stroke>(
	{bytes: '\r', act: 'submit'},
	{bytes: '\u{1B}OP', act: 'help'},
	{bytes: '\u{1B}[11~', act: 'help'},
	edit('\u{1B}[D', 'left'),
	edit('\u{1B}OD', 'left'),
	edit('\u{1B}[C', 'right'),
	edit('\u{1B}[H', 'home'),
	edit('\u{1}', 'home'),
	edit('\u{7F}', 'delete-left'),
	edit('\u{1B}[1;5D', 'word-left'),
	edit('\u{1B}\r', 'newline'),
	edit('\u{1B}[13;2u', 'newline'),
	edit('\u{1B}[27;2;13~', 'newline'),
	{bytes: '\u{1B}[200~pasted [A\u{1B}[201~', act: {type: 'insert', text: 'pasted [A'}},
	{bytes: '\u{1B}[A', act: 'up', needsPause: true},
	{bytes: '\u{1B}OB', act: 'down', needsPause: true},
	{bytes: '\u{1B}OA'.repeat(3), act: 'wheel-up', needsPause: true},
	{bytes: '\u{1B}[B'.repeat(5), act: 'wheel-down', needsPause: true},
);
const answered = fc.constantFrom(
	...[
		`\u{1B}P>|XTerm(390)${st}`,
		'\u{1B}P1+r544e=787465726d\u{9C}',
		'\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{7}',
		`\u{1B}]52;c;c2VjcmV0${st}`,
		`\u{1B}_Gi=31;OK${st}`,
		`\u{1B}^private${st}`,
		`\u{1B}Xstring${st}`,
		'\u{1B}[?64;1;2c',
		'\u{1B}[>41;390;0c',
		'\u{1B}[24;80R',
		'\u{1B}[0n',
		'\u{1B}[?2026;2$y',
		'\u{1B}[?0u',
		'\u{1B}[48;24;80;480;640t',
		'\u{1B}[8;24;80t',
		'\u{1B}[I',
		'\u{1B}[O',
		'\u{1B}[<64;10;5M',
		'\u{1B}[?997;1n',
		'\u{9B}?62c',
		'\u{1B}[15~',
	].map(bytes => none(bytes)),
);

/** Whether the bytes of two strokes side by side are those of another key. */
const isAmbiguous = (before: Stroke, {bytes, needsPause}: Stroke): boolean =>
	needsPause === true ||
	before.needsPause === true ||
	// eslint-disable-next-line no-control-regex -- ESC is one.
	(before.act === 'escape' && /^(?:\r|\u{7F}|[bdf[O]|\u{1B}(?:\[[CD3]|O[CD]))/u.test(bytes));

type Timed = {
	readonly stroke: Stroke;
	readonly pause: number;
	readonly cuts: ReadonlyArray<readonly [at: number, pause: number]>;
};

const timed: fc.Arbitrary<Timed> = fc.record({
	stroke: fc.oneof(
		{weight: 4, arbitrary: typed},
		{weight: 1, arbitrary: fc.constant(escapeStroke)},
		{weight: 4, arbitrary: pressed},
		{weight: 3, arbitrary: answered},
	),
	// 0: in one read with what was before it.
	pause: fc.constantFrom(0, 0, 0, 1, 60, 300),
	cuts: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(0, 5, 40, 100, 300, 400)), {maxLength: 3}),
});

/**
The same on the level of keys. Returns undefined if an arrow chooses in the list of commands, which
test/screen/commands tests.
*/
const sentBy = (strokes: readonly Stroke[]): string[] | undefined => {
	const lines: string[] = [];
	let editor = emptyEditor;
	let isHelpOpen = false;
	const moveRow = (delta: -1 | 1): boolean => {
		const offset = findOffsetByRow(layoutDraft(editor.draft, columns - 4), delta);
		if (offset !== undefined) {
			editor = reduceEditor(editor, {type: 'move-to', offset});
		}

		return offset !== undefined;
	};

	for (const {act} of strokes) {
		const isArrow = act === 'up' || act === 'down' || act === 'wheel-up' || act === 'wheel-down';
		if (act === 'none' || (isHelpOpen && isArrow)) {
			continue;
		}

		const wasHelpOpen: boolean = isHelpOpen;
		isHelpOpen = act === 'help' && !wasHelpOpen;
		if (act === 'help' || act === 'escape' || (act === 'submit' && wasHelpOpen)) {
			continue;
		}

		switch (act) {
			case 'submit': {
				const {text} = editor.draft;
				if (text.trim() !== '') {
					lines.push(text);
					editor = reduceEditor(editor, {type: 'sent', text});
				}

				break;
			}

			case 'up':
			case 'down': {
				if (/^\/\S*$/.test(editor.draft.text)) {
					return undefined;
				}

				if (!moveRow(act === 'up' ? -1 : 1)) {
					editor = reduceEditor(editor, {type: act === 'up' ? 'history-back' : 'history-forward'});
				}

				break;
			}

			case 'wheel-up':
			case 'wheel-down': {
				for (let count = act === 'wheel-up' ? 3 : 5; count > 0; count--) {
					moveRow(act === 'wheel-up' ? -1 : 1);
				}

				break;
			}

			default: {
				editor = reduceEditor(editor, act);
			}
		}
	}

	return lines;
};

const play = async (screen: Screen, timeline: readonly Timed[]) => {
	let pending = Buffer.alloc(0);
	const flush = async (pause: number) => {
		await screen.write(pending);
		pending = Buffer.alloc(0);
		await screen.wait(pause);
	};

	let before: Stroke | undefined;
	for (const {stroke, pause, cuts} of timeline) {
		const wanted = before && isAmbiguous(before, stroke) ? Math.max(pause, 1100) : pause;
		if (wanted > 0) {
			await flush(wanted);
		}

		const bytes = Buffer.from(stroke.bytes);
		let start = 0;
		// A string that no terminal is known to send is held for half a second in all.
		const some = 'X^'.includes(stroke.bytes[1] ?? ' ') ? cuts.slice(0, 1) : cuts;
		for (const [at, cutPause] of some.toSorted(([one], [other]) => one - other)) {
			if (at > start && at < bytes.length) {
				pending = Buffer.concat([pending, bytes.subarray(start, at)]);
				// After ESC, a longer pause makes a key of it; between arrows, it makes them keys.
				const longest = stroke.needsPause && at % 3 === 0 ? 15 : pending.at(-1) === 0x1b ? 40 : 400;
				await flush(Math.min(cutPause, longest));
				start = at;
			}
		}

		pending = Buffer.concat([pending, bytes.subarray(start)]);
		before = stroke;
	}

	await flush(3000);
};

test('bytes torn at any place, bunched in any way, with answers between them, send what was typed', async t => {
	t.mock.timers.enable({apis: ['setTimeout', 'Date']});
	await fc.assert(
		fc.asyncProperty(fc.array(timed, {maxLength: 14}), async timeline => {
			const strokes = timeline.map(({stroke}) => stroke);
			const expected = sentBy([
				...strokes,
				escapeStroke,
				{bytes: '', act: {type: 'end'}},
				insert('Ω'),
				{bytes: '', act: 'submit'},
			]);
			fc.pre(expected !== undefined);
			const screen = await openScreen(t);
			try {
				await play(screen, timeline);
				// Shows the draft: what follows is typed at its end, and sent.
				for (const key of ['\u{1B}', '\u{5}', '\u{1B}[F', 'Ω', '\r']) {
					await screen.write(key);
					await screen.wait(1100);
				}

				assert.deepEqual(screen.lines, expected);
			} finally {
				screen.close();
			}
		}),
		{numRuns: 60},
	);
});

/** Plays chunks, each followed by a pause in milliseconds, and returns what Enter then sends. */
const send = async (t: TestContext, steps: ReadonlyArray<readonly [chunk: string, pause: number]>, env = {}) => {
	t.mock.timers.enable({apis: ['setTimeout', 'Date']});
	const screen = await openScreen(t, env);
	try {
		for (const [chunk, pause] of [...steps, ['', 1000], ['\r', 1000]] as const) {
			await screen.write(chunk);
			await screen.wait(pause);
		}

		return screen.lines;
	} finally {
		screen.close();
		t.mock.timers.reset();
	}
};

test('Alt and a letter, or Backspace, are a chord only where it changes the draft and Escape does nothing', async t => {
	for (const [bytes, text] of [
		['\u{1B}bob', 'bob'],
		['\u{1B}d\u{1B}fx', 'dfx'],
		['one two\u{1B}bx', 'one xtwo'],
		['one two\u{1}\u{1B}fx', 'onex two'],
		['one two\u{1}\u{1B}dx', 'x two'],
		['one two\u{1B}\u{7F}x', 'one x'],
		// A chord that is held down for too long types nothing.
		['one two\u{1B}b\u{1B}b\u{1B}b\u{1B}bx', 'xone two'],
		['one\u{1}\u{1B}d\u{1B}d\u{1B}dx', 'x'],
		// At the end there is no next word: Escape and a letter.
		["and \u{1B}don't", "and don't"],
		// Escape closes the help, or leaves a pane.
		['one two\u{1B}OP\u{1B}bob', 'one twobob'],
		['one two\u{1B}OP\u{1B}\u{7F}', 'one tw'],
		['one two\u{1B}OQ\u{1B}fine', 'one twofine'],
	] as const) {
		assert.deepEqual(await send(t, [[bytes, 100]]), [text], JSON.stringify(bytes));
	}
});

test('several arrows in one read change no draft, also while a draft of the history is shown', async t => {
	const sent: ReadonlyArray<readonly [string, number]> = [
		['one\r', 100],
		['two\r', 100],
	];
	const wheel = (final: string, count: number) => `\u{1B}O${final}`.repeat(count);
	for (const [steps, text] of [
		[[[wheel('B', 3), 100]], undefined],
		[
			[
				[wheel('A', 2), 100],
				[wheel('A', 5), 100],
				[wheel('B', 9), 100],
			],
			undefined,
		],
		[
			[
				['\u{1B}[A', 100],
				[wheel('B', 3), 100],
			],
			'two',
		],
		[
			[
				['\u{1B}[A', 100],
				[wheel('A', 3), 100],
			],
			'two',
		],
		[
			[
				['\u{1B}[A', 100],
				['\u{1B}[A', 100],
			],
			'one',
		],
		[
			[
				['draft', 0],
				[wheel('A', 3), 100],
				[wheel('B', 1), 100],
			],
			'draft',
		],
		// Torn, and one arrow in each of several reads.
		[
			[
				['\u{1B}O', 5],
				['A\u{1B}', 5],
				['OA', 5],
				['\u{1B}OA', 100],
			],
			undefined,
		],
	] as const) {
		assert.deepEqual(await send(t, [...sent, ...steps]), ['one', 'two', ...(text === undefined ? [] : [text])]);
	}
});

test('over SSH a key may be torn for longer, and Escape is still a key', async t => {
	const env = {SSH_TTY: '/dev/pts/1'};
	assert.deepEqual(
		await send(
			t,
			[
				['one\u{1B}', 150],
				['\rtwo', 100],
			],
			env,
		),
		['one\ntwo'],
	);
	assert.deepEqual(
		await send(
			t,
			[
				['one\u{1B}OP\u{1B}', 250],
				['two', 100],
			],
			env,
		),
		['onetwo'],
	);
	assert.deepEqual(
		await send(t, [
			['one\u{1B}', 150],
			['\rtwo', 100],
		]),
		['one', 'two'],
	);
});

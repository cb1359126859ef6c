import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {sanitize, sanitizeLine} from '../../source/text/sanitize.ts';
import {measureWidth} from '../../source/text/width.ts';
import {wrap} from '../../source/text/wrap.ts';
import {
	batchesOf,
	checkHarmless,
	compareScreens,
	createRuler,
	harmlessLike,
	members,
	openJoinScreen,
	type JoinScreen,
} from '../helpers/hostile-screen.ts';
import {hostileStrings} from '../helpers/hostile.ts';
import {testCode} from '../helpers/line-process.ts';
import {oddStrings} from '../helpers/odd-strings.ts';
import {listenSecurely} from '../helpers/raw-peer.ts';
import {until} from '../helpers/until.ts';

const all = [...hostileStrings, ...oddStrings];
/** The column of a message's text: a time, and a name of five letters. */
const textColumn = 15;
const textColumns = 52;
const paneColumns = 69;

const openBoth = async (t: TestContext) => {
	const server = await listenSecurely(t, testCode);
	return {hostile: await openJoinScreen(t, server), harmless: await openJoinScreen(t, server)};
};

const shown = async (screens: readonly JoinScreen[], text: string) =>
	Promise.all(screens.map(async ({terminal}) => terminal.waitFor(text)));

test('a hostile text changes nothing but its own place on the screen: not the sender, not the rows around, not the terminal', async t => {
	const {hostile, harmless} = await openBoth(t);
	const batches = await batchesOf(all, {most: 40, rowsFor: text => wrap(sanitize(text), textColumns).length});
	for (const [index, batch] of batches.entries()) {
		for (const {text} of batch.strings) {
			hostile.say(text);
			harmless.say(harmlessLike(text));
		}

		for (const screen of [hostile, harmless]) {
			screen.say(`end of ${index}.`);
		}

		await shown([hostile, harmless], `end of ${index}.`);
		compareScreens(
			hostile.terminal,
			harmless.terminal,
			batch.isDrawnOtherwise ? textColumn : undefined,
			`batch ${index}`,
		);
	}

	await hostile.checkRaw();
	await harmless.checkRaw();
});

test('… nor does a hostile name or address, in the peers, before a message, in a notice, or in the answer to /who', async t => {
	const {hostile, harmless} = await openBoth(t);
	const rowsFor = (text: string) => 3 * Math.ceil((measureWidth(sanitizeLine(text)) + 10) / textColumns) + 1;
	const batches = await batchesOf(all, {most: 8, rowsFor});
	const line = (text: string) => harmlessLike(sanitizeLine(text));
	for (const [index, batch] of batches.entries()) {
		for (const [screen, change] of [
			[hostile, (text: string) => text],
			[harmless, line],
		] as const) {
			const strangers = batch.strings.map(({text}, which) => ({
				id: `x${index} ${which}`,
				name: change(text),
				address: change(batch.strings[batch.strings.length - 1 - which]?.text ?? ''),
				status: 'here',
			}));
			screen.peer.send({
				type: 'who',
				all: true,
				members: [...members, ...strangers, {...members[0], id: 'z', name: 'zoe', address: `end-${index}`}],
			});
			for (const {name} of strangers) {
				screen.say('said', name);
			}

			screen.say(`names ${index}.`, 'dora');
		}

		await shown([hostile, harmless], `names ${index}.`);
		compareScreens(hostile.terminal, harmless.terminal, batch.isDrawnOtherwise ? 1 : undefined, `names ${index}`);
		for (const {terminal} of [hostile, harmless]) {
			terminal.write('/who\r');
		}

		const isTold = (rows: readonly string[]) => rows.some(row => row.slice(0, paneColumns).includes(`end-${index}`));
		await Promise.all([hostile, harmless].map(async ({terminal}) => terminal.waitFor(isTold)));
		compareScreens(hostile.terminal, harmless.terminal, batch.isDrawnOtherwise ? 1 : undefined, `/who ${index}`);
	}

	await hostile.checkRaw();
});

test('… nor does the reason why a message was refused', async t => {
	const {hostile, harmless} = await openBoth(t);
	for (const {peer} of [hostile, harmless]) {
		peer.answerPings();
	}

	const batches = await batchesOf(all, {
		most: 20,
		rowsFor: text => Math.ceil(measureWidth(sanitizeLine(text)) / textColumns) + 1,
	});
	let n = 0;
	for (const [index, batch] of batches.entries()) {
		for (const {terminal} of [hostile, harmless]) {
			terminal.write(batch.strings.map(() => 'mine\r').join(''));
		}

		const last = n + batch.strings.length;
		for (const [screen, change] of [
			[hostile, (text: string) => text],
			[harmless, (text: string) => harmlessLike(sanitizeLine(text))],
		] as const) {
			await screen.peer.frame('post', frame => frame.n === last);
			for (const [which, {text}] of batch.strings.entries()) {
				screen.peer.send({type: 'nack', n: n + which + 1, code: text, text: change(text)});
			}

			screen.say(`refused ${index}.`);
		}

		n = last;
		await shown([hostile, harmless], `refused ${index}.`);
		compareScreens(
			hostile.terminal,
			harmless.terminal,
			batch.isDrawnOtherwise ? textColumn : undefined,
			`nacks ${index}`,
		);
	}

	await hostile.checkRaw();
});

/** By twos where a notice has room for both. */
const pairs = () => {
	const rest = [...all];
	const list: string[][] = [];
	while (rest.length > 0) {
		const [first, second] = rest;
		const isRoom = second && measureWidth(sanitizeLine(`${first?.text} ${second.text}`)) < 180;
		list.push(rest.splice(0, isRoom ? 2 : 1).map(({text}) => text));
	}

	return list;
};

test('… nor does the reason why a host closes, the name that it gives its room, or the one that it gives me', async t => {
	const server = await listenSecurely(t, testCode);
	const screen = await openJoinScreen(t, server);
	const {terminal} = screen;
	const isDrawnOtherwise = createRuler();
	/** My name is what it should be, and does not move what stands beside it. */
	const checkName = async (name: string) => {
		if (!(await isDrawnOtherwise(name))) {
			const {row, column} = terminal.find('● connected');
			// With the round trip, once it is known.
			assert.equal(row, 0, JSON.stringify(name));
			assert.equal(column + readRight(0, column).length, terminal.columns - 1, JSON.stringify(name));
		}
	};

	/** Returns a row from the border of the right pane on, by its cells: others may be wide. */
	const readRight = (row: number, from = paneColumns): string =>
		Array.from({length: terminal.columns - from}, (_, column) => terminal.cell(row, from + column))
			.map(({chars, width}) => (width === 0 ? '' : chars || ' '))
			.join('')
			.trimEnd();

	screen.say('an anchor');
	await terminal.waitFor('an anchor');
	for (const [index, texts] of pairs().entries()) {
		const [first = '', second = first] = texts;
		const what = JSON.stringify(texts);
		const next = server.peers.length;
		screen.peer.send({
			type: 'close',
			code: index % 2 === 0 ? first : 'unheard-of',
			text: `mark ${index}. ${texts.join(' ')}`,
			retry: true,
		});
		const rows = await terminal.waitFor(each => each.some(row => row.startsWith(` ! mark ${index}.`)));
		checkHarmless(rows);
		const notice = rows.findIndex(row => row.startsWith(' ! mark'));
		assert.match(rows[0] ?? '', /^ .+ [○◌●] [a-z ()\d…]+$/, what);
		assert.match(rows[notice - 1] ?? '', /^─+┴─+$/, what);
		// The last row of the messages: each name that I am given is said there.
		assert.equal(terminal.cell(notice - 2, paneColumns).chars, '│', what);
		assert.match(rows.at(-2) ?? '', /^ › type/, what);
		assert.match(rows.at(-1) ?? '', /^ Enter /, what);
		assert.match(readRight(2), /^│ ○ alice \(host\) +(?:192\.0\.2\.1:5000|end-\d+)$/, what);
		terminal.press('Enter');
		screen.enter(await until(() => server.peers[next], {every: 2}), {roomName: first, you: {id: 'me', name: first}});
		await terminal.waitFor(each => each.at(-2) === ' › type a message');
		await checkName(first);
		const renamed = [
			{...members[0], address: `end-${index}`},
			{...members[1], name: second},
		];
		screen.peer.send({type: 'who', members: renamed});
		await terminal.waitFor(each => each[2]?.endsWith(`end-${index}`) === true);
		await checkName(second);
	}

	await screen.checkRaw();
	screen.peer.send({type: 'close', code: 'unheard-of', text: all.map(({text}) => text).join('|'), retry: false});
	await terminal.waitFor('✕ closed');
	await screen.checkRaw();
	terminal.press('Ctrl+C');
	assert.equal((await terminal.exited).exitCode, 3);
	await screen.checkRaw();
	// The last of them stands at the end of the sentence, in one piece with the others.
	assert.ok(
		terminal
			.mainScreen()
			.join('')
			.endsWith(all.at(-1)?.text ?? '?'),
	);
});

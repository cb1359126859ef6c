/**
Compares a client's screen that shows hostile text with one that shows harmless text of the same
width.
*/
import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {backgroundQuery} from '../../source/screen/terminal/background-colour.ts';
import {sanitize} from '../../source/text/sanitize.ts';
import {splitCells, measureCell, measureWidth} from '../../source/text/width.ts';
import {findHarm, type HostileString} from './hostile.ts';
import type {Environment} from './line-process.ts';
import {joinCommand} from './program.ts';
import type {listenSecurely, RawFrame, RawPeer} from './raw-peer.ts';
import {findForeign, replay} from './replay.ts';
import {openTerminal, type Terminal} from './terminal.ts';
import {until} from './until.ts';

export const size = {columns: 120, rows: 60};
const narrow = 'ж';
const wide = '각';

/** As wide as what the text becomes on a screen, broken into rows at the same places. */
export const harmlessLike = (text: string): string =>
	splitCells(sanitize(text))
		.map(cell => (cell.trim() === '' ? cell : measureCell(cell) === 2 ? wide : narrow.repeat(measureCell(cell))))
		.join('');

/**
Returns a function that tells whether a terminal draws a text wider or narrower than we measure it;
what is right of such a text in its row is shifted.
*/
export const createRuler = () => {
	const terminal = new xterm.Terminal({cols: 4000, rows: 1, allowProposedApi: true});
	terminal.loadAddon(new Unicode11Addon());
	terminal.unicode.activeVersion = '11';
	return async (text: string): Promise<boolean> => {
		const line = sanitize(text).replaceAll('\n', '');
		await new Promise<void>(resolve => {
			terminal.write(`\r${line}`, resolve);
		});
		return terminal.buffer.active.cursorX !== measureWidth(line);
	};
};

export type Batch = {readonly strings: readonly HostileString[]; readonly isDrawnOtherwise: boolean};

/**
Returns batches that the message pane shows whole; a text that terminals draw otherwise is a batch
of its own.
*/
export const batchesOf = async (
	strings: readonly HostileString[],
	{most, rowsFor}: {readonly most: number; readonly rowsFor: (text: string) => number},
) => {
	const roomRows = 40;
	const isDrawnOtherwise = createRuler();
	const batches: Array<{strings: HostileString[]; isDrawnOtherwise: boolean; rows: number}> = [];
	for (const string of strings) {
		const isOther = await isDrawnOtherwise(string.text);
		const rows = rowsFor(string.text);
		const last = batches.findLast(batch => batch.isDrawnOtherwise === isOther);
		if (last && last.strings.length < most && last.rows + rows <= roomRows) {
			last.strings.push(string);
			last.rows += rows;
		} else {
			batches.push({strings: [string], isDrawnOtherwise: isOther, rows});
		}
	}

	// Their rows stay on the screen: so they come last.
	return batches.toSorted((a, b) => Number(a.isDrawnOtherwise) - Number(b.isDrawnOtherwise)) as readonly Batch[];
};

const you = {id: 'me', name: 'dora'};

export const welcome = (fields: RawFrame = {}): RawFrame => ({
	type: 'welcome',
	v: 1,
	room: 'r',
	roomName: 'main',
	you,
	head: 0,
	first: 1,
	got: 0,
	limits: {text: 8192, line: 65_536},
	heartbeat: {ping: 5000, silent: 15_000},
	...fields,
});

export const members = [
	{id: 'h', name: 'alice', address: '192.0.2.1:5000', status: 'here'},
	{id: 'me', name: 'dora', address: '192.0.2.2:50002', status: 'here'},
];

/** Nothing stands on the screen that does harm. */
export const checkHarmless = (screen: readonly string[]) => {
	// Where the terminal runs out of columns, it keeps the joiners of pictures that it leaves out.
	const rows = screen.map(row => row.replaceAll(/[\u200C\u200D]/gu, ''));
	assert.deepEqual(
		rows.filter(row => findHarm(row) !== undefined),
		[],
	);
};

/** A join in a terminal, whose host is the test. */
export class JoinScreen {
	readonly terminal: Terminal;
	peer: RawPeer;
	#seq = 0;

	constructor(terminal: Terminal, peer: RawPeer) {
		this.terminal = terminal;
		this.peer = peer;
	}

	/** By turns of two authors, so that each message shows its sender. */
	say(text: string, from = this.#seq % 2 === 0 ? 'alice' : 'carol') {
		this.#seq++;
		this.peer.send({type: 'msg', seq: this.#seq, id: `author ${this.#seq % 2}`, n: this.#seq, from, ts: 1e12, text});
	}

	/** The host lets it in again on another connection. */
	enter(peer: RawPeer, fields: RawFrame = {}) {
		this.peer = peer;
		peer.send(welcome({head: this.#seq, first: this.#seq + 1, ...fields}));
	}

	/** What was written to the terminal draws, and does nothing else. */
	async checkRaw() {
		// The program's own question for the background, once: another would be somebody else's.
		const raw = this.terminal.raw().replace(backgroundQuery, '');
		assert.equal(findForeign(raw), undefined);
		assert.deepEqual(await replay(raw, size), {heard: [], bells: 0});
		assert.match(this.terminal.title(), /^socket-chat /);
		assert.equal(findHarm(this.terminal.title()), undefined);
		checkHarmless(this.terminal.screen());
	}
}

export const openJoinScreen = async (
	t: TestContext,
	server: Awaited<ReturnType<typeof listenSecurely>>,
	env: Environment = {},
): Promise<JoinScreen> => {
	const next = server.peers.length;
	const terminal = openTerminal(t, joinCommand(server.port, '--name', 'dora'), {...size, env});
	const peer = await until(() => server.peers[next]);
	await peer.frame('hello');
	const screen = new JoinScreen(terminal, peer);
	screen.enter(peer);
	peer.send({type: 'who', all: true, members});
	await terminal.waitFor('● connected');
	await terminal.waitForRawMode();
	return screen;
};

/** Returns the column of the link's state, whose round trip has other digits on each screen. */
const findState = (terminal: Terminal): number => {
	const column = terminal.screen()[0]?.search(/● connected(?: <?\d+ ms)?\s*$/u) ?? -1;
	return column < 0 ? size.columns : column;
};

const isDigit = (chars: string) => /^\d$/.test(chars);

/**
Every cell that does not belong to the text itself is the same on both screens, and where the
harmless text has a letter the hostile one has something visible. Not the connection log, which
counts bytes, not the round trip, and not the digits of times. `from`: the column of the text, right
of which a row that is drawn otherwise may be moved.
*/
export const compareScreens = (hostile: Terminal, harmless: Terminal, from: number | undefined, what: string) => {
	checkHarmless(hostile.screen());
	const log = harmless.find('Connection log');
	const state = Math.min(findState(hostile), findState(harmless));
	const rows = harmless.screen();
	for (const [row, text] of rows.entries()) {
		const isOpen = from !== undefined && (text.includes(narrow) || text.includes(wide));
		const ends = row === 0 ? state : row >= log.row ? log.column - 1 : size.columns;
		const end = isOpen ? from : ends;
		for (let column = 0; column < end; column++) {
			const one = hostile.cell(row, column);
			const other = harmless.cell(row, column);
			const isText = other.chars === narrow || other.chars === wide || other.width === 0;
			const isSame = one.chars.padEnd(1) === other.chars.padEnd(1) || (isDigit(one.chars) && isDigit(other.chars));
			const isRight = isText
				? one.chars.trim() !== '' || one.width === 0
				: isSame && one.foreground === other.foreground;
			if (isRight) {
				continue;
			}

			assert.fail(
				`${what}: row ${row}, column ${column}: ${JSON.stringify(one)} for ${JSON.stringify(other)}\n${hostile.text()}\n${harmless.text()}`,
			);
		}
	}
};

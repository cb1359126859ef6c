import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import {chooseSeed, createRandom} from '../model/random.ts';
import {isMessage, joinCommand, startHost, textsOf} from '../helpers/program.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';

/**
All keys but those that leave (Ctrl+C) or stop (Ctrl+Z) the program, and Shift+Tab, which completes
`/` to `/quit`.
*/
const keys = [
	...'abc xyz/é漢',
	'👩‍👩‍👧',
	'🇩🇪',
	'e\u{301}',
	'שלום',
	'/find a',
	'/who',
	'//x',
	'\r',
	'\r',
	'\n',
	'\t',
	'\u{7F}',
	'\u{1B}\u{7F}',
	'\u{1}',
	'\u{2}',
	'\u{4}',
	'\u{5}',
	'\u{6}',
	'\u{8}',
	'\u{B}',
	'\u{C}',
	'\u{13}',
	'\u{14}',
	'\u{15}',
	'\u{17}',
	'\u{19}',
	'\u{1F}',
	'\u{1B}',
	'\u{1B}b',
	'\u{1B}d',
	'\u{1B}f',
	'\u{1B}\r',
	'\u{1B}[A',
	'\u{1B}[B',
	'\u{1B}[C',
	'\u{1B}[D',
	'\u{1B}[1;5C',
	'\u{1B}[1;5D',
	'\u{1B}[1;2A',
	'\u{1B}[1;2B',
	'\u{1B}[H',
	'\u{1B}[F',
	'\u{1B}[1;5H',
	'\u{1B}[1;5F',
	'\u{1B}[3~',
	'\u{1B}[5~',
	'\u{1B}[6~',
	'\u{1B}OP',
	'\u{1B}OQ',
	'\u{1B}OR',
	'\u{1B}OS',
	'\u{1B}[I',
	'\u{1B}[O',
	'/mouse on\r',
	'/mouse off\r',
	'\u{1B}[<64;10;5M',
	'\u{1B}[<65;90;5M',
	'\u{1B}[<0;80;3M\u{1B}[<0;80;3m',
	'\u{1B}[<0;5;20M',
	'\u{1B}[13;2u',
	'\u{1B}[27;2;13~',
	'\u{1B}[15~',
	'\u{1B}[200~two\nlines\u{1B}[201~',
	`\u{1B}[200~${'long line\n'.repeat(12)}\u{1B}[201~`,
];

const sizes = [
	[120, 40],
	[80, 24],
	[60, 12],
	[40, 10],
	[100, 16],
] as const;

/**
Waits until the screen is stable, and returns it without the link's state and the connection log.
*/
const settled = async (terminal: Terminal): Promise<readonly string[]> => {
	const read = () => terminal.screen().map(row => row.replace(/│.*/, '').replace(/●.*/, '').trimEnd());
	let last = read();
	for (let same = 0; same < 4;) {
		await new Promise(resolve => {
			setTimeout(resolve, 60);
		});
		const now = read();
		same = now.join('\n') === last.join('\n') ? same + 1 : 0;
		last = now;
	}

	return last;
};

test('500 random keys, in reads of any size and in windows of any size, never end the program, and leave a whole frame', async t => {
	const seed = Number(process.env.SOCKET_CHAT_SEED ?? chooseSeed());
	t.diagnostic(`SOCKET_CHAT_SEED=${seed}`);
	const random = createRandom(seed, 'keys');
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
	const {host, port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob'), {columns: 120, rows: 40});
	await join.waitFor('● connected');
	await join.waitForRawMode();
	for (let pressed = 0; pressed < 500;) {
		const burst = Array.from({length: 1 + Math.floor(random() * 6)}, () => pick(keys));
		pressed += burst.length;
		join.write(burst.join(''));
		if (random() < 0.1) {
			const [columns, rows] = pick(sizes);
			join.resize(columns, rows);
		}

		if (random() < 0.2) {
			host.say(`said ${pressed}`);
		}

		await new Promise(resolve => {
			setTimeout(resolve, random() * 20);
		});
	}

	join.resize(100, 24);
	await join.waitFor(screen => screen.length === 24 && (screen[0] ?? '').startsWith(' socket-chat'));
	// A key on its own closes the keys' help, Esc what else may stand open. Where the program is
	// slow, both come in one read and are another key.
	for (let tries = 0; tries < 20 && !join.text().includes('Ctrl+C clear'); tries++) {
		join.write('\u{1B}');
		await settled(join);
		join.write('x');
		await settled(join);
	}

	await join.waitFor('Ctrl+C clear');
	join.press('Ctrl+C');
	await join.waitFor('› type a message');
	// What is sent brings the newest into view, wherever one had scrolled to.
	join.type('done');
	await join.waitFor('› done');
	join.press('Enter');
	await join.waitFor(/done ✓/);
	host.say('the last word');
	await join.waitFor('the last word');
	// A key takes away the line that shows what is new.
	join.write('\u{1B}[I');
	join.press('End');
	const before = await settled(join);
	const {length} = join.raw();
	join.write('\u{C}');
	await join.waitFor(() => join.raw().length > length + 500);
	assert.deepEqual(await settled(join), before, 'what was drawn step by step is what is drawn at once');
	host.say('and another');
	await join.waitFor('and another');
});

const answers = [
	'\u{1B}P>|XTerm(390)\u{1B}\\',
	'\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{7}',
	'\u{1B}_Gi=31;OK\u{1B}\\',
	'\u{1B}[?64;1;2c',
	'\u{1B}[24;80R',
	'\u{1B}[?2026;2$y',
	'\u{1B}[48;24;80;480;640t',
	'\u{1B}[I',
	'\u{1B}OB\u{1B}OB\u{1B}OB',
	'\u{1B}OA\u{1B}OA\u{1B}OA',
];

test('random messages with Escape and answers of the terminal among them, in reads of any size, arrive as they were typed', async t => {
	const seed = Number(process.env.SOCKET_CHAT_SEED ?? chooseSeed());
	t.diagnostic(`SOCKET_CHAT_SEED=${seed}`);
	const random = createRandom(seed, 'messages');
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
	const {host, port} = await startHost(t);
	const join = openTerminal(t, joinCommand(port, '--name', 'bob'), {columns: 100, rows: 24});
	await join.waitFor('● connected');
	await join.waitForRawMode();
	const texts: string[] = [];
	let bytes = '';
	for (let n = 0; n < 60; n++) {
		// Escape and a letter that neither begins a sequence nor is a chord.
		let text = pick(['hello', 'ä', '日本', '7', '!', 'Please', 'u']);
		bytes += (random() < 0.5 ? '\u{1B}' : '') + text;
		for (let more = Math.floor(random() * 5); more > 0; more--) {
			const piece = pick(['x', ' and', 'é', '👩‍👩‍👧', '.', '/']);
			text += piece;
			bytes += pick(answers) + piece;
		}

		texts.push(`${text}${n}`);
		bytes += `${n}\r`;
	}

	for (let start = 0; start < bytes.length;) {
		let end = start + 1 + Math.floor(random() * 60);
		// eslint-disable-next-line no-control-regex -- After ESC, a pause makes two keys of one.
		while (/[\u{1B}\u{D800}-\u{DBFF}]/u.test(bytes[end - 1] ?? '')) {
			end++;
		}

		join.write(bytes.slice(start, end));
		start = end;
		await new Promise(resolve => {
			setTimeout(resolve, random() * 5);
		});
	}

	await host.waitForEvent(isMessage(texts.at(-1) ?? ''));
	assert.deepEqual(textsOf(host), texts);
});

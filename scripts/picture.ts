/**
Draws docs/screen.svg (or the named file), the readme's picture, from a real conversation:
`npm run picture [file]`.
*/
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {terminalToSvg} from '../test/helpers/svg.ts';
import {openTerminal, type Terminal} from '../test/helpers/terminal.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'dist', 'cli.cjs');
const picture = path.resolve(process.argv[2] ?? path.join(root, 'docs', 'screen.svg'));

const conversation: ReadonlyArray<readonly ['alice' | 'bob', string]> = [
	['bob', 'Hi! That was quick: one command, and no account.'],
	['alice', 'Hello bob 👋'],
	['bob', 'What happens when my Wi-Fi drops?'],
	['alice', 'You keep typing. It is sent when the link is back, once, in order.'],
	['bob', 'And the log shows every socket call?'],
	['alice', 'socket, bind, listen, accept: all of them, with both addresses'],
];

const home = await mkdtemp(path.join(tmpdir(), 'socket-chat-picture-'));
const terminals: Terminal[] = [];
let code: string | undefined;

const open = (name: string, ...args: string[]): Terminal => {
	const terminal = openTerminal(undefined, [process.execPath, program, ...args, '--name', name], {
		columns: 120,
		rows: 30,
		env: {SOCKET_CHAT_HOME: path.join(home, name), SOCKET_CHAT_CODE: code},
	});
	terminals.push(terminal);
	return terminal;
};

try {
	const alice = open('alice', 'host', '--listen', '127.0.0.1', '--port', '0');
	const [, port = ''] = await alice.waitFor(/\d:(\d{4,5})\b/);
	code = / (?<code>[a-z]+(?:-[a-z]+){4}) /.exec(alice.text())?.groups?.code;
	const bob = open('bob', 'join', `127.0.0.1:${port}`);
	await alice.waitFor('bob');
	await Promise.all(terminals.map(async terminal => terminal.waitForRawMode()));

	const people = {alice, bob};
	const sent = {alice: 0, bob: 0};
	for (const [name, text] of conversation) {
		await people[name].submit(text);
		await Promise.all(terminals.map(async terminal => terminal.waitFor(text.slice(0, 24))));
		const count = ++sent[name];
		await people[name].waitFor(screen => screen.join('').split('✓').length > count);
	}

	await mkdir(path.dirname(picture), {recursive: true});
	await writeFile(picture, terminalToSvg(alice, {title: 'socket-chat host'}));
	console.log(`Wrote ${path.relative(process.cwd(), picture)}.`);
} finally {
	for (const terminal of terminals) {
		await terminal.close();
	}

	await rm(home, {recursive: true, force: true});
}

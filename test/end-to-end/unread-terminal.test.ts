/** A program whose terminal is not read: nobody else notices, and it shows what is true again. */
import assert from 'node:assert/strict';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {emptyHome, type LineProcess} from '../helpers/line-process.ts';
import {hostCommand, isMessage, isPeer, joinCommand, startHost, startJoin} from '../helpers/program.ts';
import {isFrame, openHost, openJoin} from '../helpers/screen-programs.ts';
import {openShell} from '../helpers/shell.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

/** More than a pseudo-terminal takes before it is read, about 20 KB, in any mode. */
const count = 100;
const long = 'x'.repeat(300);
const size = {columns: 120, rows: 40};

const enterPair = async (t: TestContext, port: number) => {
	const [ann, ben] = ['ann', 'ben'].map(name => startJoin(t, port, ['--json', '--stay', '--name', name]));
	assert.ok(ann && ben);
	await Promise.all([ann, ben].map(async one => one.waitForEvent(({status}) => status === 'open')));
	return {ann, ben};
};

/** Speaks until the pair has heard more than any terminal holds. */
const talk = async ({ann, ben}: {readonly ann: LineProcess; readonly ben: LineProcess}, word: string) => {
	for (let index = 0; index < count; index++) {
		ann.say(`${word} ${index} ${long}`);
		await ben.waitForEvent(isMessage(`${word} ${index} ${long}`));
	}
};

const listenPort = /127\.0\.0\.1:([1-9]\d*)/;

const openLines = async (t: TestContext, ...args: readonly string[]) => {
	const terminal = openTerminal(t, hostCommand(...args));
	const [, port] = await terminal.waitFor(listenPort);
	return {terminal, port: Number(port)};
};

const hosts: ReadonlyArray<{
	readonly name: string;
	readonly open: (t: TestContext) => Promise<{readonly terminal: Terminal; readonly port: number}>;
	readonly stop: (terminal: Terminal) => void;
	readonly goOn: (terminal: Terminal) => void;
	/** Returns what the terminal shows, or has shown. */
	readonly read: (terminal: Terminal) => string;
}> = [
	{
		name: 'on a screen that nobody reads',
		open: async t => openHost(t, size),
		stop(terminal) {
			terminal.stopReading();
		},
		goOn(terminal) {
			terminal.readAgain();
		},
		read: terminal => terminal.text(),
	},
	{
		name: 'in linear mode on a terminal that nobody reads',
		open: async t => openLines(t, '--linear'),
		stop(terminal) {
			terminal.stopReading();
		},
		goOn(terminal) {
			terminal.readAgain();
		},
		read: terminal => terminal.raw(),
	},
	{
		name: 'that prints events on a terminal stopped by Ctrl+S',
		open: async t => openLines(t, '--json'),
		stop(terminal) {
			terminal.press('Ctrl+S');
		},
		goOn(terminal) {
			terminal.press('Ctrl+Q');
		},
		read: terminal => terminal.raw(),
	},
];

for (const {name, open, stop, goOn, read} of hosts) {
	test(`others talk while a host ${name} gets no further, and it shows all later`, async t => {
		const {terminal, port} = await open(t);
		stop(terminal);
		const pair = await enterPair(t, port);
		await talk(pair, 'unread');
		goOn(terminal);
		await until(() => read(terminal).includes(`unread ${count - 1}`));
		pair.ann.say('and now');
		await until(() => read(terminal).includes('and now'));
	});
}

test('a screen is whole after its terminal was not read, also where rows were typed meanwhile', async t => {
	const {terminal, port} = await openHost(t, size);
	const pair = await enterPair(t, port);
	terminal.stopReading();
	await talk(pair, 'unread');
	terminal.type('a draft 日本');
	terminal.readAgain();
	await terminal.waitFor(screen => isFrame(screen.with(-2, ` › ${screen.at(-2)?.slice(3) ?? ''}`), size.rows));
	await terminal.waitFor('a draft 日本');
	await terminal.waitFor(`unread ${count - 1}`);
	// What a resize draws anew is what was there.
	const before = terminal.screen();
	terminal.resize(size.columns + 1, size.rows);
	terminal.resize(size.columns, size.rows);
	await until(() => terminal.screen().join('\n') === before.join('\n'));
});

test('a client whose terminal is not read stays connected and sends what is typed', async t => {
	const {host, port} = await startHost(t);
	const terminal = await openJoin(t, port, size);
	await host.waitForEvent(isPeer('joined', 'bob'));
	const pair = await enterPair(t, port);
	terminal.stopReading();
	await talk(pair, 'unread');
	terminal.type('still here');
	await until(() => {
		terminal.press('Enter');
		return host.events().some(isMessage('still here'));
	});
	assert.ok(!host.events().some(isPeer('away', 'bob')));
	terminal.readAgain();
	await terminal.waitFor('still here');
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	test(`${signal} ends a screen whose terminal is not read, and closes its room`, async t => {
		const {terminal, port} = await openHost(t, size);
		const pair = await enterPair(t, port);
		terminal.stopReading();
		await talk(pair, 'unread');
		process.kill(terminal.pid, signal);
		await pair.ann.waitForEvent(({status}) => status === 'waiting' || status === 'closed');
		await until(() => {
			try {
				process.kill(terminal.pid, 0);
				return false;
			} catch {
				return true;
			}
		});
		terminal.readAgain();
		await terminal.exited;
	});
}

test('a screen that stops by Ctrl+Z while its terminal is not read comes back whole by fg', async t => {
	const shell = await openShell(t, {...size, env: {RUN: hostCommand().join(' ')}});
	shell.type('$RUN\r');
	const [, port] = await shell.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	const pair = await enterPair(t, Number(port));
	await shell.waitFor('3 here');
	shell.stopReading();
	await talk(pair, 'unread');
	shell.press('Ctrl+Z');
	await until(() => shell.foreground() === shell.pid);
	shell.readAgain();
	await until(() => shell.isCooked());
	shell.type('fg\r');
	await shell.waitFor(`unread ${count - 1}`);
	await shell.waitFor(screen => isFrame(screen, size.rows));
});

test('the flags of the shell’s own terminal are left as they were', async t => {
	const home = emptyHome();
	const shell = await openShell(t, {env: {RUN: joinCommand(1, '--name', 'bob').join(' '), SOCKET_CHAT_HOME: home}});
	const readFlags = async (word: string) => {
		shell.type(`echo ${word} $(grep -h flags /proc/$$/fdinfo/[012])\r`);
		const [, flags] = await shell.waitFor(new RegExp(String.raw`\n${word} (flags.*)`));
		return flags;
	};

	const before = await readFlags('before');
	shell.type('$RUN < /dev/null; echo ended\r');
	await shell.waitFor('\nended');
	assert.equal(await readFlags('after'), before);
});

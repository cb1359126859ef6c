import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import test, {type TestContext} from 'node:test';
import {createBlockingWriter} from '../../../../source/output/blocking-writer.ts';
import {HeldErrors} from '../../../../source/screen/terminal/modes/held-errors.ts';
import {JobControl} from '../../../../source/screen/terminal/modes/job-control.ts';
import {TerminalModes} from '../../../../source/screen/terminal/modes/terminal-modes.ts';
import {TerminalOutput} from '../../../../source/screen/terminal/modes/terminal-output.ts';
import {TerminalStdin} from '../../../../source/screen/terminal/terminal-stdin.ts';

/** A process in a terminal, and what happens in both, in order. */
const open = (t: TestContext) => {
	t.mock.timers.enable({apis: ['setTimeout', 'Date']});
	const events: string[] = [];
	let isInBackground = false;
	// eslint-disable-next-line unicorn/prefer-event-target -- It stands for `process`.
	const jobProcess = Object.assign(new EventEmitter(), {
		kill(pid: number, signal: string) {
			events.push(`kill ${pid} ${signal}, ${jobProcess.listenerCount(signal)} listeners`);
		},
	});
	jobProcess.on('SIGWINCH', () => {
		events.push('size');
	});
	const source = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode(isRaw: boolean) {
			events.push(`${isRaw ? 'raw' : 'cooked'}, ${jobProcess.listenerCount('SIGCONT')} listeners`);
		},
	});
	const stdin = new TerminalStdin(source);
	const writer = createBlockingWriter(bytes => {
		const text = String(bytes);
		events.push(text.includes('?1049h') ? 'taken' : text.includes('?1049l') ? 'released' : text);
	});
	const output = new TerminalOutput({on: () => undefined}, writer);
	const errors = new HeldErrors({write: () => true}, () => undefined);
	const modes = new TerminalModes(stdin, output, errors);
	const jobs = new JobControl({modes, process: jobProcess, isInBackground: () => isInBackground});
	return {
		jobs,
		modes,
		output,
		events,
		/** Returns what has happened since the last call, after all that is under way. */
		async happened(): Promise<string[]> {
			for (let count = 0; count < 8; count++) {
				await turn();
			}

			return events.splice(0);
		},
		signal(name: string) {
			jobProcess.emit(name, name);
		},
		listen(name: string) {
			jobProcess.on(name, () => {
				events.push(`${name} heard`);
			});
		},
		moveToBackground(isThere: boolean) {
			isInBackground = isThere;
		},
	};
};

const taken = ['raw, 0 listeners', 'taken', 'size'];

test('raw mode comes first at the start, and nobody listens to SIGCONT meanwhile', async t => {
	const {jobs, happened} = open(t);
	await jobs.start();
	assert.deepEqual(await happened(), taken);
});

test('SIGTSTP releases the terminal, stops the group by the default action, and SIGCONT takes it again', async t => {
	const {jobs, happened, signal} = open(t);
	await jobs.start();
	await happened();
	signal('SIGTSTP');
	assert.deepEqual(await happened(), ['released', 'cooked, 0 listeners', 'kill 0 SIGTSTP, 0 listeners']);
	signal('SIGCONT');
	assert.deepEqual(await happened(), taken);
	signal('SIGTSTP');
	assert.equal((await happened())[0], 'released');
});

test('where the kernel ignores SIGTSTP, the terminal is taken again after 100 ms', async t => {
	const {jobs, happened} = open(t);
	await jobs.start();
	await happened();
	jobs.suspend();
	await happened();
	t.mock.timers.tick(99);
	assert.deepEqual(await happened(), []);
	t.mock.timers.tick(1);
	assert.deepEqual(await happened(), taken);
});

test('SIGCONT without SIGTSTP sets all modes again, after Ink lies still without writing', async t => {
	const {jobs, output, happened, signal} = open(t);
	await jobs.start();
	const detach = jobs.attach(async callback => {
		output.write('erased by Ink');
		await callback();
		output.write('drawn by Ink');
	});
	await happened();
	signal('SIGCONT');
	assert.deepEqual(await happened(), ['cooked, 0 listeners', ...taken, 'drawn by Ink']);
	detach();
});

test('a second signal while the program stops does nothing', async t => {
	const {jobs, happened, signal} = open(t);
	await jobs.start();
	await happened();
	signal('SIGTSTP');
	signal('SIGTSTP');
	jobs.suspend();
	const events = await happened();
	assert.equal(events.filter(event => event.startsWith('kill')).length, 1);
});

test('in the background the terminal is left alone until the program is in the foreground', async t => {
	const {jobs, happened, signal, moveToBackground} = open(t);
	moveToBackground(true);
	const started = jobs.start();
	t.mock.timers.tick(20);
	assert.deepEqual(await happened(), ['kill 0 SIGTTOU, 0 listeners']);
	signal('SIGCONT');
	assert.deepEqual(await happened(), []);
	t.mock.timers.tick(20);
	assert.deepEqual(await happened(), ['kill 0 SIGTTOU, 0 listeners']);
	moveToBackground(false);
	signal('SIGCONT');
	await started;
	assert.deepEqual(await happened(), taken);
});

test('a program that is to end in the background takes no terminal', async t => {
	const {jobs, modes, happened, signal, moveToBackground} = open(t);
	moveToBackground(true);
	const started = jobs.start();
	t.mock.timers.tick(20);
	await happened();
	signal('SIGCONT');
	await happened();
	jobs.end();
	t.mock.timers.tick(20);
	await started;
	assert.equal(modes.isTaken, false);
	assert.deepEqual(await happened(), []);
});

test('a program that is to end while it is stopped takes no terminal', async t => {
	const {jobs, happened, signal} = open(t);
	await jobs.start();
	signal('SIGTSTP');
	await happened();
	jobs.end();
	signal('SIGCONT');
	assert.deepEqual(await happened(), []);
});

test('another program has the terminal and its signals, until it ends', async t => {
	const {jobs, happened, signal, listen} = open(t);
	await jobs.start();
	listen('SIGINT');
	await happened();
	let giveBack = () => undefined as void;
	const lent = jobs.lend(async () => {
		await new Promise<void>(resolve => {
			giveBack = resolve;
		});
	});
	assert.deepEqual(await happened(), ['released', 'cooked, 0 listeners']);
	signal('SIGINT');
	signal('SIGTSTP');
	signal('SIGCONT');
	jobs.suspend();
	jobs.redraw();
	assert.deepEqual(await happened(), []);
	giveBack();
	await lent;
	assert.deepEqual((await happened()).slice(0, 3), taken);
	signal('SIGINT');
	assert.deepEqual(await happened(), ['SIGINT heard']);
	signal('SIGTSTP');
	assert.equal((await happened())[0], 'released');
});

test('the end of the program ends the other one, and leaves the terminal alone', async t => {
	const {jobs, happened} = open(t);
	await jobs.start();
	await happened();
	const lent = jobs.lend(
		async ended =>
			new Promise(resolve => {
				ended.addEventListener('abort', () => {
					resolve();
				});
			}),
	);
	assert.deepEqual(await happened(), ['released', 'cooked, 0 listeners']);
	jobs.end();
	await jobs.waitForReturn();
	await lent;
	assert.deepEqual(await happened(), []);
});

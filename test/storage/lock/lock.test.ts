import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {LockedError, lockRoom} from '../../../source/storage/lock/lock.ts';
import {tryClaim} from '../../../source/storage/lock/lock-claim.ts';
import {childEnvironment} from '../../helpers/line-process.ts';
import {modeOf, temporaryFolder} from '../folder.ts';
import {startLines, type LineChild} from '../line-child.ts';

const windows = process.platform === 'win32' && 'Windows has named pipes';

const startChild = async (t: test.TestContext): Promise<LineChild> => {
	const child = startLines(t, [path.join(import.meta.dirname, 'lock-child.ts')]);
	assert.equal(await child.next(), 'ready');
	return child;
};

const tryLock = async (file: string) => {
	try {
		return await lockRoom(file);
	} catch (error) {
		assert.ok(error instanceof LockedError, String(error));
		return undefined;
	}
};

test('a second lock is refused with the given message until the first is released', async t => {
	const file = path.join(temporaryFolder(t), 'main', 'lock');
	const lock = await lockRoom(file);
	const sentence = 'The room "main" is already open on this computer.';
	await assert.rejects(lockRoom(file, sentence), {name: 'LockedError', message: sentence});
	await lock.release();
	const next = await lockRoom(file);
	await assert.rejects(lockRoom(file), LockedError);
	await next.release();
});

test('a second process is refused, and the locks of two rooms are independent', async t => {
	const folder = temporaryFolder(t);
	const lock = await lockRoom(path.join(folder, 'a', 'lock'));
	const child = await startChild(t);
	assert.equal(await child.ask(`lock ${path.join(folder, 'a', 'lock')}`), 'locked');
	assert.equal(await child.ask(`lock ${path.join(folder, 'b', 'lock')}`), 'won');
	await lock.release();
});

test('the lock of a killed process is free immediately', async t => {
	const file = path.join(temporaryFolder(t), 'lock');
	for (let round = 0; round < 3; round++) {
		const child = await startChild(t);
		assert.equal(await child.ask(`lock ${file}`), 'won');
		await assert.rejects(lockRoom(file), LockedError);
		child.process.kill('SIGKILL');
		await once(child.process, 'exit');
		const lock = await lockRoom(file);
		await lock.release();
	}
});

test('a stopped process keeps its lock', {skip: windows}, async t => {
	const file = path.join(temporaryFolder(t), 'lock');
	const child = await startChild(t);
	assert.equal(await child.ask(`lock ${file}`), 'won');
	child.process.kill('SIGSTOP');
	await assert.rejects(lockRoom(file), LockedError);
	child.process.kill('SIGCONT');
});

test('if eight processes find a dead lock at the same moment, exactly one gets it', async t => {
	const file = path.join(temporaryFolder(t), 'lock');
	const children = await Promise.all(Array.from({length: 8}, async () => startChild(t)));
	for (let round = 0; round < 60; round++) {
		const answers = await Promise.all(children.map(async child => child.ask(`lock ${file}`)));
		assert.deepEqual(answers.toSorted(), [...Array.from({length: 7}, () => 'locked'), 'won'], `round ${round}`);
		const winner = children[answers.indexOf('won')];
		assert.equal(await winner?.ask('release'), 'released');
	}
});

test('if one process makes many attempts, exactly one gets the lock, and few files remain', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'lock');
	for (let round = 0; round < 50; round++) {
		const locks = await Promise.all(Array.from({length: 12}, async () => tryLock(file)));
		const won = locks.filter(lock => lock !== undefined);
		assert.equal(won.length, 1, `round ${round}`);
		await won[0]?.release();
		if (process.platform !== 'win32') {
			assert.ok(readdirSync(folder).length <= 2, readdirSync(folder).join(' '));
		}
	}
});

test('a claim that looked before the lock moved on does not get an old number', {skip: windows}, async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'lock');
	const own = path.join(folder, 'late');
	writeFileSync(own, '');
	await (await lockRoom(file)).release();
	const asked: string[] = [];
	const hasWon = await tryClaim({folder, prefix: 'lock.', own}, async address => {
		asked.push(path.basename(address));
		if (asked.length > 1) {
			return true;
		}

		// Before the answer arrives, three other locks are taken and released, and a fourth is
		// kept;
		// the files of the first ones are removed.
		for (let other = 0; other < 3; other++) {
			await (await lockRoom(file)).release();
		}

		const holder = await lockRoom(file);
		t.after(async () => holder.release());
		return false;
	});
	assert.equal(hasWon, false);
	assert.deepEqual(asked, ['lock.1', 'lock.5']);
	assert.deepEqual(readdirSync(folder).toSorted(), ['late', 'lock.4', 'lock.5']);
	await assert.rejects(lockRoom(file), LockedError);
});

test('the path of a lock may have any length', async t => {
	const folder = path.join(temporaryFolder(t), 'a'.repeat(200), 'ä'.repeat(100));
	const file = path.join(folder, `${'long name '.repeat(10)}.lock`);
	const lock = await lockRoom(file);
	await assert.rejects(lockRoom(file), LockedError);
	const child = await startChild(t);
	assert.equal(await child.ask(`lock ${file}`), 'locked');
	await lock.release();
	assert.equal(await child.ask(`lock ${file}`), 'won');
	await assert.rejects(lockRoom(file), LockedError);
});

test('two processes with different temporary folders still exclude each other', {skip: windows}, async t => {
	const temporary = temporaryFolder(t);
	const file = path.join(temporaryFolder(t), 'b'.repeat(120), 'lock');
	const lock = await lockRoom(file);
	const child = startLines(t, [path.join(import.meta.dirname, 'lock-child.ts')], childEnvironment({TMPDIR: temporary}));
	assert.equal(await child.next(), 'ready');
	assert.equal(await child.ask(`lock ${file}`), 'locked');
	// Only files of locks count: tsx keeps files of its own there.
	assert.deepEqual(
		readdirSync(temporary).filter(name => name.startsWith('sc-')),
		[],
	);
	await lock.release();
});

test('a lock does not keep its process alive', async t => {
	const file = path.join(temporaryFolder(t), 'lock');
	const child = await startChild(t);
	assert.equal(await child.ask(`lock ${file}`), 'won');
	child.process.stdin.end();
	const [code] = await once(child.process, 'exit');
	assert.equal(code, 0);
});

test(
	'a file that is not a socket is skipped, and the folder is for the current user only',
	{skip: windows},
	async t => {
		const folder = path.join(temporaryFolder(t), 'main');
		const file = path.join(folder, 'lock');
		const first = await lockRoom(file);
		await first.release();
		writeFileSync(`${file}.7`, '');
		writeFileSync(`${file}.x`, '');
		const lock = await lockRoom(file);
		await assert.rejects(lockRoom(file), LockedError);
		assert.equal(modeOf(folder), 0o700);
		await lock.release();
	},
);

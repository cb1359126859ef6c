/**
Tests with a disk that is really full and a sync that really fails, on computers that permit them.
*/
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {openDiskLog} from '../../../source/storage/log/disk-log.ts';
import {childEnvironment} from '../../helpers/line-process.ts';
import {temporaryFolder} from '../folder.ts';
import {startLines} from '../line-child.ts';
import {messageAt} from '../messages.ts';

const child = path.join(import.meta.dirname, 'append-child.ts');

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0;
const withoutMount = !isLinuxRoot && 'needs root on Linux, to mount a small file system';
const withoutStrace =
	!(
		process.platform === 'linux' &&
		runs('strace', '-f', '-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=9', 'true')
	) && 'needs a working strace';

/** Reads the output of the child: the number of durable messages, and the lines after them. */
const outcome = (lines: readonly string[]) => {
	const durable = lines.filter(line => line.startsWith('durable '));
	for (const [index, line] of durable.entries()) {
		assert.equal(line, `durable ${index + 1}`);
	}

	return {head: durable.length, rest: lines.slice(durable.length)};
};

const reopened = async (file: string, head: number, size: number) => {
	const log = await openDiskLog(file, {createId: () => 'another'});
	assert.equal(log.id, 'room-1');
	const expected = Array.from({length: head}, (_, index) => messageAt(index + 1, 'x'.repeat(size)));
	assert.deepEqual(log.read(1, head), expected);
	assert.equal(log.head, head);
	await log.close();
};

test('a full disk stops the log with ENOSPC and leaves every durable message', {skip: withoutMount}, async t => {
	const folder = temporaryFolder(t);
	if (!runs('mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder)) {
		t.skip('this root user may not mount');
		return;
	}

	try {
		const file = path.join(folder, 'main', 'log');
		const {head, rest} = outcome(await startLines(t, [child, file, '1000']).rest());
		assert.deepEqual(rest, ['failed ENOSPC']);
		assert.ok(head > 100, `${head}`);
		await reopened(file, head, 1000);
	} finally {
		assert.ok(runs('umount', folder));
	}
});

test('a failed sync stops the log with EIO and leaves every durable message', {skip: withoutStrace}, async t => {
	const folder = temporaryFolder(t);
	for (const when of [1, 2, 3, 10]) {
		const file = path.join(folder, `${when}`, 'log');
		const trace = path.join(folder, 'trace');
		const inject = `inject=fdatasync:error=EIO:when=${when}`;
		const wrapper = ['strace', '-f', '-qq', '-o', trace, '--seccomp-bpf', '-e', 'trace=fdatasync', '-e', inject];
		// One thread, because strace counts the calls of each thread separately.
		const environment = childEnvironment({UV_THREADPOOL_SIZE: '1', NODE_NO_WARNINGS: '1'});
		const lines = startLines(t, [child, file, '10'], environment, wrapper);
		if (when === 1) {
			// The sync of the header failed.
			assert.deepEqual(await lines.rest(), ['could not open: EIO']);
			continue;
		}

		const {head, rest} = outcome(await lines.rest());
		assert.deepEqual(rest, ['failed EIO']);
		assert.equal(head, when - 2);
		assert.ok(existsSync(file));
		await reopened(file, head, 10);
	}
});

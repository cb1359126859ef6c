import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import test from 'node:test';
import type {TimedEvent} from '../../../source/chat/events.ts';
import {LogFile} from '../../../source/cli/files/log-file.ts';
import {LogFileError} from '../../../source/cli/files/open-log-file.ts';
import type {SocketLogEntry} from '../../../source/net/socket-log.ts';
import {temporaryFolder} from '../../storage/folder.ts';

const code = 'legal-winner-thank-year-wave';

const event = (entry: SocketLogEntry, at = 0): TimedEvent => ({type: 'log', ...entry, at});

const ignore = () => undefined;

const readRows = (file: string): ReadonlyArray<Readonly<Record<string, unknown>>> =>
	readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>);

test('--log appends each entry as one line of JSON with its time and its facts, to a file of mode 0600', async t => {
	const file = `${temporaryFolder(t)}/log.ndjson`;
	const first = new LogFile(file);
	first.add(
		[
			event({verb: 'listen', connection: 1, local: '[::]:5000', address: '::', port: 5000, backlog: 511}),
			{type: 'invite', addresses: ['x:1'], code, at: 0},
			event({verb: 'recv', connection: 2, remote: 'x:1', bytes: 4, quoted: new Uint8Array([72, 105, 27, 10])}, 1500),
		],
		ignore,
	);
	await first.close();
	const second = new LogFile(file);
	second.add([event({verb: 'connect', remote: 'x:1', code: 'ECONNREFUSED', errno: 111, took: 0.3})], ignore);
	await second.close();
	assert.deepEqual(readRows(file), [
		{
			at: '1970-01-01T00:00:00.000Z',
			verb: 'listen',
			connection: 1,
			local: '[::]:5000',
			address: '::',
			port: 5000,
			backlog: 511,
		},
		{
			at: '1970-01-01T00:00:01.500Z',
			verb: 'recv',
			connection: 2,
			peer: 'x:1',
			bytes: 4,
			text: readRows(file)[1]?.text,
		},
		{
			at: '1970-01-01T00:00:00.000Z',
			verb: 'connect',
			peer: 'x:1',
			code: 'ECONNREFUSED',
			errno: 111,
			tookMs: 0.3,
		},
	]);
	assert.match(String(readRows(file)[1]?.text), /^"Hi.*\\n"$/);
	if (process.platform !== 'win32') {
		assert.equal(statSync(file).mode.toString(8).slice(-3), '600');
	}
});

test('a code that is in a row is not written', async t => {
	const file = `${temporaryFolder(t)}/log.ndjson`;
	const log = new LogFile(file);
	log.add([event({verb: 'recv', bytes: 28, quoted: new TextEncoder().encode(code)})], ignore);
	await log.close();
	assert.ok(!readFileSync(file, 'utf8').includes('winner'));
});

test('rows wait in memory while the disk is slow, in order, and those that are too many are counted', async t => {
	const writes: string[] = [];
	const waiting: Array<() => void> = [];
	const log = new LogFile(`${temporaryFolder(t)}/log.ndjson`, async (_fd, text) => {
		writes.push(text);
		await new Promise<void>(resolve => {
			waiting.push(resolve);
		});
	});
	log.add([event({verb: 'socket', connection: 1})], ignore);
	const closed = log.close();
	const many = Array.from({length: 10_100}, (_, index) => event({verb: 'send', bytes: index}));
	log.add(many, ignore);
	assert.equal(writes.length, 1);
	waiting.shift()?.();
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	waiting.shift()?.();
	await closed;
	const lines = (writes[1] ?? '').trimEnd().split('\n');
	assert.equal(lines.length, 10_001);
	assert.match(lines[9999] ?? '', /"bytes":9{4}/);
	assert.match(lines.at(-1) ?? '', /"verb":"skipped","rows":100}/);
});

test('a disk that fails is told once, and nothing more is written', async t => {
	let writes = 0;
	const file = `${temporaryFolder(t)}/log.ndjson`;
	const log = new LogFile(file, async () => {
		writes++;
		throw Object.assign(new Error('full'), {code: 'ENOSPC'});
	});
	const told: string[] = [];
	const add = async () => {
		log.add([event({verb: 'socket'})], text => {
			told.push(text);
		});
		await log.close();
	};

	await add();
	await add();
	assert.deepEqual(told, [`The disk is full: the connection log is not written to ${file} any more.`]);
	assert.equal(writes, 1);
});

test('a file that cannot be opened is one sentence before the chat begins', t => {
	const folder = temporaryFolder(t);
	mkdirSync(`${folder}/sub`);
	writeFileSync(`${folder}/file`, '');
	const fail = (file: string, message: RegExp) => {
		assert.throws(
			() => new LogFile(file),
			error => error instanceof LogFileError && message.test(error.message),
		);
	};

	fail(`${folder}/gone/log`, /^There is no folder .*gone for the connection log\.$/);
	fail(`${folder}/sub`, /sub is not a regular file: the connection log needs one\.$/);
	fail(`${folder}/file/log`, /^The connection log cannot be written to .* \(ENOTDIR\)\.$/);
});

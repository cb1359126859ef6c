import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type TestContext} from 'node:test';
import {program} from '../helpers/program.ts';

/** Only on Linux does an environment variable choose the cache folder. */
const options = {skip: process.platform === 'linux' ? false : 'needs XDG_CACHE_HOME'};

const createCache = (t: TestContext): string => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-cache-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	return folder;
};

const run = (cache: string): string => {
	const [node = '', ...bundle] = program;
	const {stdout, stderr, status} = spawnSync(node, [...bundle, '--version'], {
		encoding: 'utf8',
		env: {...process.env, XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: ''},
	});
	assert.deepEqual([stderr, status], ['', 0]);
	return stdout;
};

const listFiles = (cache: string): readonly string[] =>
	readdirSync(cache, {recursive: true, encoding: 'utf8'})
		.map(name => path.join(cache, name))
		.filter(file => statSync(file).isFile())
		.toSorted();

test('compiled code is stored for this user only, and the next run uses it', options, t => {
	const cache = createCache(t);
	const version = run(cache);
	const files = listFiles(cache);
	assert.ok(files.length > 0);
	assert.equal(statSync(path.join(cache, 'socket-chat')).mode % 0o1000, 0o700);
	const before = files.map(file => statSync(file).mtimeMs);
	assert.equal(run(cache), version);
	assert.deepEqual(listFiles(cache), files);
	assert.deepEqual(
		files.map(file => statSync(file).mtimeMs),
		before,
	);
});

/** Inverts one byte in 3000, from byte 2000 on. */
const damage = (file: string) => {
	const bytes = readFileSync(file);
	for (let index = 2000; index < bytes.length; index += 3000) {
		bytes[index] = 255 - (bytes[index] ?? 0);
	}

	writeFileSync(file, bytes);
};

const empty = (file: string) => {
	writeFileSync(file, '');
};

test('a damaged cache, or one that cannot be written, changes nothing', options, t => {
	const cache = createCache(t);
	const version = run(cache);
	for (const change of [damage, empty]) {
		for (const file of listFiles(cache)) {
			change(file);
		}

		assert.equal(run(cache), version);
	}

	assert.equal(run('/proc/nowhere'), version);
});

test('a cache folder that others can write to is not used', options, t => {
	const cache = createCache(t);
	const version = run(cache);
	const own = path.join(cache, 'socket-chat');
	for (const file of listFiles(cache)) {
		rmSync(file);
	}

	for (const folder of [own, path.join(own, 'compiled')]) {
		chmodSync(folder, 0o770);
		assert.equal(run(cache), version);
		assert.deepEqual(listFiles(cache), []);
		chmodSync(folder, 0o700);
	}

	run(cache);
	assert.notDeepEqual(listFiles(cache), []);
});

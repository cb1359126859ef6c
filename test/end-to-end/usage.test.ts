import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {program, startHost} from '../helpers/program.ts';

const run = async (t: test.TestContext, ...args: readonly string[]) => {
	const child = startProcess(t, [...program, ...args]);
	child.end();
	const {code} = await child.exited;
	return {code, output: child.output(), errors: child.errors()};
};

const wrong: ReadonlyArray<readonly string[]> = [
	[],
	['dance'],
	['help', 'dance'],
	['host', 'box'],
	['host', '--port', '70000'],
	['host', '--port', 'x'],
	['host', '--port'],
	['host', '--port', '1', '--port', '2'],
	['host', '--dance'],
	['host', '-z'],
	['host', '--stay'],
	['join', 'a', 'b'],
	['join', 'box:99999'],
	['join', '--once'],
	['join', '--plain', '--eol', 'cr'],
	['host', '--name', '\u{7}'],
];

for (const args of wrong) {
	test(`wrong usage is one sentence and exit 2: socket-chat ${args.join(' ')}`, async t => {
		const {code, output, errors} = await run(t, ...args);
		assert.equal(code, 2);
		assert.equal(output, '');
		assert.equal(errors.length, 1, errors.join('\n'));
		assert.match(errors[0] ?? '', /^[\w-].*\.$/);
	});
}

test('help, --help and --version print to standard output and exit with 0', async t => {
	for (const args of [['--help'], ['help'], ['dance', '--help']]) {
		const {code, output, errors} = await run(t, ...args);
		assert.equal(code, 0);
		assert.match(output, /Usage[\s\S]*socket-chat host[\s\S]*socket-chat join/);
		assert.deepEqual(errors, []);
	}

	for (const args of [
		['host', '--help'],
		['help', 'host'],
	]) {
		const {code, output, errors} = await run(t, ...args);
		assert.equal(code, 0);
		assert.match(output, /^socket-chat host:[\s\S]*--stop-on/);
		assert.deepEqual(errors, []);
	}

	for (const args of [
		['join', 'box', '--help'],
		['help', 'join'],
	]) {
		const {code, output, errors} = await run(t, ...args);
		assert.equal(code, 0);
		assert.match(output, /^socket-chat join:[\s\S]*--stay/);
		assert.deepEqual(errors, []);
	}

	const {version} = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
		version: string;
	};
	assert.equal((await run(t, '--version')).output, `${version}\n`);
});

test('a port in use is one sentence and exit 1', async t => {
	const {port} = await startHost(t);
	const {code, errors} = await run(t, 'host', '--listen', '127.0.0.1', '--port', String(port));
	assert.equal(code, 1);
	const [, inUse] =
		/^Port (\d+) is in use, perhaps by another host.*\. Try another port/.exec(errors.at(-1) ?? '') ?? [];
	assert.equal(inUse, String(port));
});

test('an address that is not of this computer is one sentence and exit 1', async t => {
	const {code, errors} = await run(t, 'host', '--listen', '192.0.2.1', '--port', '0');
	assert.equal(code, 1);
	assert.equal(errors.at(-1), '192.0.2.1 is not an address of this computer.');
});

test('a name that does not exist is one sentence and exit 1', async t => {
	const {code, errors} = await run(t, 'join', 'no-such-computer.invalid');
	assert.equal(code, 1);
	assert.equal(errors.at(-1), 'No computer called no-such-computer.invalid. Try its IP address.');
});

test('docs/command-line.md has the three help pages word for word', async t => {
	const document = readFileSync(path.resolve(import.meta.dirname, '../../docs/command-line.md'), 'utf8');
	for (const words of [['--help'], ['help', 'host'], ['help', 'join']]) {
		const help = startProcess(t, [...program, ...words]);
		await help.exited;
		assert.ok(help.output().trim().length > 0);
		assert.ok(document.includes(`\`\`\`\n${help.output()}\`\`\``), words.join(' '));
	}
});

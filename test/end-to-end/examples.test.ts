import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {isPeer, program, textsOf} from '../helpers/program.ts';
import {until} from '../helpers/until.ts';

const document = readFileSync(path.resolve(import.meta.dirname, '../../docs/scripts.md'), 'utf8');

/** The commands of the document, each with the lines that it goes on in. */
const commands = [...document.matchAll(/^```sh\n(?<block>.*?)^```$/gms)].flatMap(({groups = {}}) =>
	(groups.block ?? '')
		.replaceAll(/\|\n\s+/g, '| ')
		.trim()
		.split('\n'),
);

/** What `socket-chat join --paste < notes.txt` reads: code, longer than two messages. */
const notes = Array.from(
	{length: 300},
	(_, line) => `${'\t'.repeat(line % 4)}line ${line}:  «${'=>'.repeat(30)}»\n`,
).join('');

/** The programs that the examples call, as far as they matter. */
const stubs = {
	make: 'echo compiled; echo "deploy: done" >&2',
	df: 'echo "/dev/sda1 97% full"',
	git: String.raw`printf '%s\n' '-old' '+new'`,
};

const isMissing = (name: string) => spawnSync(name, ['--version']).error !== undefined;

test('every example of docs/scripts.md does what the page says', {skip: isMissing('jq') && 'needs jq'}, async t => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-examples-'));
	t.after(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const bin = path.join(folder, 'bin');
	mkdirSync(bin);
	const own = `exec ${program.map(word => `'${word}'`).join(' ')} "$@"`;
	for (const [name, script] of Object.entries({...stubs, 'socket-chat': own})) {
		writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, {mode: 0o755});
	}

	writeFileSync(path.join(folder, 'notes.txt'), notes);
	const env = {PATH: `${bin}:${process.env.PATH}`};
	const [hosting = '', ...otherHosts] = commands.filter(command => command.startsWith('socket-chat host'));
	assert.deepEqual(otherHosts, [], 'one host is for all examples');
	const ada = startProcess(t, ['sh', '-c', `${hosting} --json --listen 127.0.0.1 --port 0 --name Ada`], {
		cwd: folder,
		env,
	});
	const {port} = await ada.waitForEvent(event => event.verb === 'listen');
	const run = (command: string) => {
		const shell = command
			.replaceAll('192.168.1.20', `127.0.0.1:${String(port)}`)
			.replace('join --stay', `join 127.0.0.1:${String(port)} --stay`);
		return startProcess(t, ['sh', '-c', shell], {cwd: folder, env});
	};

	const [deploys, whole] = commands.filter(command => command.includes('--stay')).map(command => run(command));
	assert.ok(deploys && whole);
	await until(() => ada.events().filter(isPeer('joined')).length === 2 || undefined);
	const finite = commands.filter(command => !/--stay|^socket-chat host|^jq /.test(command));
	assert.ok(finite.length >= 5, 'all examples are found');
	for (const command of finite) {
		const example = run(command);
		const {code} = await example.exited;
		assert.equal(code, 0, `${command}\n${example.errors().join('\n')}`);
	}

	ada.say('bye');
	await Promise.all([ada.exited, deploys.exited, whole.exited]);
	for (const command of commands.filter(each => each.startsWith('jq '))) {
		const example = run(command);
		const {code} = await example.exited;
		assert.equal(code, 0, example.errors().join('\n'));
		assert.match(example.output(), /\taccept\t/, command);
	}

	const messages = ada.events().filter(({type}) => type === 'message');
	assert.deepEqual(
		messages.filter(({to}) => to !== undefined).map(({text, to, from}) => [from, to, text]),
		[
			['build', 'Ada', '/dev/sda1 97% full'],
			['build', 'Ada', '-old\n+new\n'],
			['builder', 'Ada', 'It is yours.'],
		],
	);
	assert.ok(textsOf(ada).includes('The build has started.'));
	const lines = deploys.lines();
	assert.deepEqual(lines, ['build: deploy: done'], 'what is private is not seen by others');
	assert.equal(whole.output(), `compileddeploy: done${notes}`);
});

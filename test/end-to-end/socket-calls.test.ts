import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import test from 'node:test';
import {until} from '../helpers/until.ts';

const program = path.resolve(import.meta.dirname, '../../dist/cli.cjs');
const skip = spawnSync('strace', ['-V']).error ? 'needs strace' : false;

type Row = {readonly verb: string; readonly bytes?: number; readonly port?: number};

const verbs: Readonly<Record<string, string>> = {read: 'recv', write: 'send', accept4: 'accept'};

/** Returns the calls on the listening socket and those it has accepted, as rows of the log. */
const readCalls = (trace: string, port: number): readonly string[] => {
	const lines = trace.split('\n').map(line => line.replace(/^\d+\s+/, ''));
	const bound = lines.findIndex(line => line.startsWith('getsockname(') && line.includes(`htons(${port})`));
	const listener = /\((\d+)/.exec(lines[bound] ?? '')?.[1] ?? '';
	const start = lines.findLastIndex((line, index) => index < bound && new RegExp(`^socket.*= ${listener}$`).test(line));
	const open = new Set([listener]);
	const rows: string[] = [];
	for (const line of lines.slice(start)) {
		const {call = '', fd = '', result = ''} = /^(?<call>\w+)\((?<fd>\w+).*= (?<result>-?\d+)/.exec(line)?.groups ?? {};
		const isOurs = call === 'socket' ? result === listener && rows.length === 0 : open.has(fd);
		if (!isOurs || Number(result) < 0) {
			continue;
		}

		if (call === 'accept4') {
			open.add(result);
		} else if (call === 'close') {
			open.delete(fd);
		}

		if (call === 'read' && result === '0') {
			rows.push('end');
		} else if (call === 'read' || (call === 'write' && result !== '0')) {
			rows.push(`${verbs[call]} ${result}`);
		} else if (['socket', 'bind', 'listen', 'accept4', 'shutdown', 'close'].includes(call)) {
			rows.push(verbs[call] ?? call);
		}
	}

	return rows;
};

test('each call of a plain conversation is one row of the log, in the order of strace', {skip}, async t => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-calls-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	const trace = path.join(folder, 'trace');
	const calls = ['-f', '-qq', '-e', 'trace=network,close,write,read', '-o', trace];
	const host = spawn('strace', [...calls, process.execPath, program, 'host', '--plain', '--port', '0', '--json'], {
		env: {...process.env, XDG_STATE_HOME: folder},
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	t.after(() => {
		host.stdin.end('bye\n');
	});
	const rows: Row[] = [];
	createInterface(host.stdout).on('line', line => {
		const event = JSON.parse(line) as Row & {readonly type: string};
		if (event.type === 'log') {
			rows.push(event);
		}
	});
	const wait = async (condition: () => boolean) => until(condition, {timeout: 20_000});
	await wait(() => rows.some(({verb}) => verb === 'listen'));
	const {port = 0} = rows.find(({verb}) => verb === 'listen') ?? {};
	const count = (wanted: string) => rows.filter(({verb}) => verb === wanted).length;

	const peer = connect(port, '127.0.0.1');
	peer.write('hi\n');
	await wait(() => count('recv') === 1);
	host.stdin.write('hello\n');
	await wait(() => count('send') === 1);
	peer.end('so long\n');
	await wait(() => count('end') === 1);
	host.stdin.write('bye\n');
	await once(host, 'exit');
	const told = rows
		.filter(({verb}) => verb !== 'bye' && verb !== 'timeout')
		.map(({verb, bytes}) => (bytes === undefined ? verb : `${verb} ${bytes}`));
	assert.deepEqual(told, readCalls(readFileSync(trace, 'utf8'), port));
	assert.deepEqual(told.slice(-3), ['close', 'shutdown', 'close']);
});

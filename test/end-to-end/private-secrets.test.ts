import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'node:test';
import {createServer as createTlsServer} from 'node:tls';
import {emptyHome, testCode} from '../helpers/line-process.ts';
import {isMessage, isPeer, startHost, startJoin} from '../helpers/program.ts';
import {rogueFile, roguePath, serveWith} from '../helpers/server.ts';
import {codeOf} from '../helpers/codes.ts';
import {until} from '../helpers/until.ts';
import {temporaryFolder} from '../storage/folder.ts';

/** Resolves with what is in a file once this is part of it. */
const waitForText = async (file: string, part: string): Promise<string> => {
	const read = () => readFileSync(file, 'utf8');
	await until(() => read().includes(part));
	return read();
};

test('codes and secrets are in no log, no log file, no error, no argument and no event but invite', async t => {
	const home = emptyHome();
	const logs = temporaryFolder(t);
	const {host, port} = await startHost(t, ['--new-code', '--log', path.join(logs, 'host.ndjson')], {
		env: {SOCKET_CHAT_HOME: home},
	});
	const code = await codeOf(host);
	const memberHome = emptyHome();
	const env = {SOCKET_CHAT_HOME: memberHome, SOCKET_CHAT_CODE: code};
	const join = startJoin(t, port, ['--name', 'bob', '--stay', '--json', '--log', path.join(logs, 'join.ndjson')], {
		env,
	});
	const wordy = startJoin(t, port, ['--name', 'carol', '--stay'], {env: {SOCKET_CHAT_CODE: code}});
	const wrong = startJoin(t, port, ['--name', 'eve', '--json']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	await host.waitForEvent(isPeer('joined', 'carol'));
	join.say('after');
	await host.waitForEvent(isMessage('after'));
	await wrong.exited;
	const [room = ''] = readdirSync(path.join(memberHome, 'members'));
	const outbox = readFileSync(path.join(memberHome, 'members', room, '1%20bob', 'outbox'), 'utf8');
	const sid = /"sid":"(?<sid>[\da-f]{32})"/.exec(outbox)?.groups?.sid ?? '';
	assert.match(sid, /^[\da-f]{32}$/);
	const hostSid = readFileSync(path.join(home, 'rooms', 'main', 'host'), 'utf8').trim();
	// Rows are written together a moment after the first of them.
	const [hostLog = '', joinLog = ''] = await Promise.all(
		['host.ndjson', 'join.ndjson'].map(async name => waitForText(path.join(logs, name), '"frames":{"post":1}')),
	);
	assert.match(hostLog, /"verb":"listen"(?:.*\n)+.*"verb":"ac{2}ept"/);
	assert.match(joinLog, /"verb":"connect"/);
	const running = process.platform === 'linux' ? [host, join, wordy] : [];
	const told = [
		...host.lines().filter(line => !line.startsWith('{"type":"invite"')),
		...join.lines(),
		...[host, join, wordy, wrong].flatMap(each => each.errors()),
		...wrong.lines(),
		hostLog,
		joinLog,
		...running.map(({pid}) => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
	].join('\n');
	for (const secret of [code, testCode, sid, hostSid]) {
		assert.equal(told.includes(secret), false, secret);
	}
});

test('a host with a certificate that this computer trusts, and without the key, is refused, and receives nothing', async t => {
	const rogue = createTlsServer({key: rogueFile('host.key'), cert: rogueFile('host.pem')});
	const {port, received} = await serveWith(t, rogue, 'secureConnection');
	const join = startJoin(t, port, [], {env: {NODE_EXTRA_CA_CERTS: roguePath('ca.pem')}});
	assert.equal((await join.exited).code, 1);
	assert.equal(
		join.errors().at(-1),
		`127.0.0.1:${port} answered, but it is not a private socket-chat room. For plain text, use --plain.`,
	);
	assert.equal(received().length, 0);
});

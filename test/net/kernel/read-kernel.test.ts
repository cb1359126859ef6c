import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import process from 'node:process';
import test from 'node:test';
import {countPayload} from '../../../source/net/kernel/kernel-view.ts';
import {countSockets, createKernelReader, createKernelSources} from '../../../source/net/kernel/read-kernel.ts';
import {endsOf, ssLines} from './ss-lines.ts';

const ends = endsOf('127.0.0.1', 33_989, 43_810);
const row = ' 1: 0100007F:84C5 0100007F:AB22 08 00000000:00000000 00:00000000 00000000 0 0 1 1 0 20 4 28 11 -1';

type Fake = {readonly files?: Readonly<Record<string, string>>; readonly run?: () => string};

const createFakeReader = (platform: string, {files = {}, run}: Fake) => {
	const programs: string[] = [];
	const reader = createKernelReader({
		platform,
		async run(program) {
			programs.push(program);
			return run?.();
		},
		async read(file) {
			const text = files[file];
			if (text === undefined) {
				throw new Error('no such file');
			}

			return text;
		},
	});
	return {reader, programs};
};

test('Linux asks ss, and /proc where ss fails, which is not tried a fourth time', async () => {
	const withSs = createFakeReader('linux', {run: () => ssLines.accepted});
	assert.equal((await withSs.reader(ends))?.source, 'ss');
	const without = createFakeReader('linux', {files: {'/proc/self/net/tcp': row}});
	assert.equal((await without.reader(ends))?.state, 'CLOSE-WAIT');
	assert.equal((await without.reader(endsOf('127.0.0.1', 1, 2)))?.state, 'CLOSED');
	for (let count = 0; count < 5; count++) {
		await without.reader(ends);
	}

	assert.deepEqual(without.programs, ['ss', 'ss', 'ss']);
});

test('/proc is not read while there are 500 sockets or more', async () => {
	const counts = 'TCP: inuse 300 orphan 0 tw 199 alloc 6 mem 226\nUDP: inuse 900 mem 0\n';
	assert.equal(countSockets(`${counts}TCP6: inuse 1\n`), 500);
	const files = {'/proc/self/net/tcp': row, '/proc/self/net/sockstat': counts};
	assert.equal((await createFakeReader('linux', {files}).reader(ends))?.state, 'CLOSE-WAIT');
	const more = {...files, '/proc/self/net/sockstat6': 'TCP6: inuse 1\n'};
	assert.equal(await createFakeReader('linux', {files: more}).reader(ends), undefined);
});

test('macOS asks netstat, and other systems nobody', async () => {
	const mac = createFakeReader('darwin', {run: () => 'tcp4 0 0 127.0.0.1.33989 127.0.0.1.43810 CLOSE_WAIT'});
	assert.equal((await mac.reader(ends))?.state, 'CLOSE-WAIT');
	assert.deepEqual(mac.programs, ['netstat']);
	const windows = createFakeReader('win32', {});
	assert.equal(await windows.reader(ends), undefined);
	assert.deepEqual(windows.programs, []);
});

test('what the kernel counts at both ends of a real connection is what the programs sent', async context => {
	if (process.platform !== 'linux') {
		context.skip('needs Linux');
		return;
	}

	const read = createKernelReader(createKernelSources('linux'));
	const server = createServer({allowHalfOpen: true}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const client = connect({port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true});
	const [accepted] = (await once(server, 'connection')) as [Socket];
	context.after(() => {
		client.destroy();
		accepted.destroy();
		server.close();
	});
	const look = async (socket: Socket, isDialled: boolean) => {
		const view = await read({
			local: {host: socket.localAddress ?? '', port: socket.localPort ?? 0},
			remote: {host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0},
		});
		assert.ok(view);
		return {...view, ...countPayload(view, {isDialled})};
	};

	client.write('three');
	await once(accepted, 'data');
	client.end();
	await once(accepted, 'end');
	let dialled = await look(client, true);
	// Its kernel acknowledges a FIN up to 40 ms later.
	while (dialled.state === 'FIN-WAIT-1') {
		dialled = await look(client, true);
	}

	const other = await look(accepted, false);
	assert.deepEqual([dialled.state, other.state], ['FIN-WAIT-2', 'CLOSE-WAIT']);
	if (dialled.source !== 'ss') {
		context.skip('ss is missing here: /proc has no counts');
		return;
	}

	assert.deepEqual([dialled.acknowledged, other.received, other.waiting], [5, 5, 0]);
	assert.deepEqual([other.acknowledged, dialled.received], [0, 0]);
	assert.equal(other.dataSegmentsIn, 1);
});

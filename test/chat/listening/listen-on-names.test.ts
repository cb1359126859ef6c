import assert from 'node:assert/strict';
import type {NetworkInterfaceInfo} from 'node:os';
import test from 'node:test';
import {listenOnNames, type ListenOptions} from '../../../source/chat/listening/listen-on-names.ts';
import {ListenError} from '../../../source/net/host/listening/listening-socket.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';

const lan: NetworkInterfaceInfo = {
	address: '192.168.1.7',
	family: 'IPv4',
	internal: false,
	mac: '00:00:00:00:00:00',
	netmask: '',
	cidr: null,
};

type Computer = {
	/** What each name is looked up as. Another name is not known. */
	readonly hosts: Readonly<Record<string, readonly string[]>>;
	/** The code with which listening on an address fails. */
	readonly failures?: Readonly<Record<string, string>>;
};

const plain: ListenOptions = {listen: '127.0.0.1', port: 0, listenOnOwnName: true};

const listenAt = async ({hosts, failures = {}}: Computer, options: ListenOptions = plain) => {
	const listening: string[] = [];
	const notices: string[] = [];
	const bound = await listenOnNames(options, {
		async listen({host = '0.0.0.0', port}, note) {
			const code = failures[host];
			const endpoint = {host, port: port === 0 ? 40_000 : port};
			if (code !== undefined) {
				throw new ListenError(code, endpoint);
			}

			listening.push(`${host} ${endpoint.port}${note === undefined ? '' : `: ${note}`}`);
			return endpoint;
		},
		names: {
			getName: () => 'student',
			async lookUp(name) {
				const found = hosts[name];
				if (!found) {
					throw Object.assign(new Error('not found'), {code: 'ENOTFOUND'});
				}

				return found;
			},
			getInterfaces: () => ({eth0: [lan]}),
		},
		clock: new FakeClock(),
		emit(event) {
			notices.push(event.type === 'log' ? `log: ${String(event.note)}` : `${event.type}: ${event.text}`);
		},
	});
	return {bound, listening, notices};
};

test("a plain room listens on each loopback address of the computer's own name, at the same port", async () => {
	const {bound, listening, notices} = await listenAt({hosts: {student: ['127.0.1.1', '127.0.0.1', '::1']}});
	assert.deepEqual(bound, {host: '127.0.0.1', port: 40_000});
	assert.deepEqual(listening, [
		'127.0.0.1 40000',
		"127.0.1.1 40000: your computer's name student is 127.0.1.1",
		"::1 40000: your computer's name student is ::1",
	]);
	assert.deepEqual(notices, []);
});

test('where the name is an address on the network, a line says how to listen there', async () => {
	const hint = 'Programs that call gethostname() reach 192.168.1.7: to let them in, start with --listen student.';
	const {listening, notices} = await listenAt({hosts: {student: ['192.168.1.7']}});
	assert.deepEqual(listening, ['127.0.0.1 40000']);
	assert.deepEqual(notices, [`log: ${hint}`, `notice: ${hint}`]);
	// The address of a name server may be of another computer; a name may be unknown.
	assert.deepEqual((await listenAt({hosts: {student: ['192.168.1.8']}})).notices, []);
	assert.deepEqual((await listenAt({hosts: {}})).notices, []);
});

test('one more address that is taken is a line, one that the computer does not have is none', async () => {
	const hosts = {student: ['127.0.1.1', '127.0.2.1', '::1']};
	const failures = {'127.0.1.1': 'EADDRINUSE', '::1': 'EADDRNOTAVAIL'};
	const {listening, notices} = await listenAt({hosts, failures}, {...plain, port: 5000});
	assert.deepEqual(listening, ['127.0.0.1 5000', "127.0.2.1 5000: your computer's name student is 127.0.2.1"]);
	const taken = 'Another program has 127.0.1.1:5000: programs that connect to student may reach that one.';
	assert.deepEqual(notices, [`error: ${taken}`, `notice: ${taken}`]);
	await assert.rejects(listenAt({hosts, failures: {'127.0.0.1': 'EADDRINUSE'}}), {code: 'EADDRINUSE'});
});

test('a name to listen on serves all its addresses, IPv4 first; an address serves itself alone', async () => {
	const hosts = {localhost: ['::1', '127.0.0.1'], student: ['127.0.1.1']};
	const {bound, listening} = await listenAt({hosts}, {listen: 'localhost', port: 5000});
	assert.equal(bound.host, '127.0.0.1');
	assert.deepEqual(listening, ['127.0.0.1 5000', '::1 5000: localhost is ::1']);
	assert.deepEqual((await listenAt({hosts}, {listen: '127.0.0.1', port: 5000})).listening, ['127.0.0.1 5000']);
	assert.deepEqual((await listenAt({hosts}, {listen: undefined, port: 5000})).listening, ['0.0.0.0 5000']);
	assert.deepEqual((await listenAt({hosts}, {listen: 'unknown', port: 5000})).listening, ['unknown 5000']);
});

test('a slow lookup of the own name does not hold up the room', async () => {
	const clock = new FakeClock();
	const listening: unknown[] = [];
	let answer: (addresses: readonly string[]) => void = () => undefined;
	const opening = listenOnNames(plain, {
		async listen({host = '', port}) {
			listening.push(host);
			return {host, port};
		},
		names: {
			getName: () => 'student',
			lookUp: async () =>
				new Promise(resolve => {
					answer = resolve;
				}),
			getInterfaces: () => ({}),
		},
		clock,
		emit() {},
	});
	await endOfTurn();
	assert.deepEqual(listening, ['127.0.0.1']);
	clock.pass(500);
	assert.equal((await opening).host, '127.0.0.1');
	answer(['127.0.1.1']);
	await endOfTurn();
	assert.deepEqual(listening, ['127.0.0.1', '127.0.1.1']);
});

/** How a room is reached. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo, type Server} from 'node:net';
import {networkInterfaces, tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {createServer as createTlsServer} from 'node:tls';
import {startProcess} from '../../helpers/line-process.ts';
import {openNetwork} from '../../helpers/network.ts';
import {hostAs, isAck, joinAs, options, patience, startHost} from '../../helpers/network-programs.ts';
import {isPeer, program} from '../../helpers/program.ts';
import {rogueFile} from '../../helpers/server.ts';

/** Runs the program without input. Resolves once it has ended. */
const run = async (t: test.TestContext, ...args: readonly string[]) => {
	const child = startProcess(t, [...program, ...args]);
	child.end();
	const {code} = await child.exited;
	return {code, errors: child.errors()};
};

/** Opens a room at this address, and joins it by the words of its invitation. */
const joinByInvitation = async (t: test.TestContext, listen: string): Promise<string> => {
	const host = startProcess(t, [...program, 'host', '--listen', listen, '--port', '0', '--json']);
	const {addresses} = await host.waitForEvent(event => event.type === 'invite');
	const [invitation] = Array.isArray(addresses) ? addresses.map(String) : [];
	assert.ok(invitation !== undefined);
	startProcess(t, [...program, 'join', invitation, '--stay', '--name', 'bob']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	return invitation;
};

test('J: a yes/no option is on or off as its value says, and any other value is refused', async t => {
	const host = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '-p', '0', '--json=1', '--ephemeral=on']);
	await host.waitForEvent(event => event.verb === 'listen');
	for (const flag of ['--hidden=maybe', '--once=', '--ephemeral=2']) {
		const {code, errors} = await run(t, 'host', flag);
		assert.equal(code, 2, flag);
		assert.match(errors.join('\n'), /^--\w+ takes yes or no, not "\w*"\.$/);
	}
});

test('AA: a host takes an IPv6 address in brackets, and its invitation leads to it', async t => {
	assert.match(await joinByInvitation(t, '[::1]'), /^\[::1]:\d+$/);
});

const linkLocal = Object.entries(networkInterfaces()).flatMap(([name, infos = []]) =>
	infos.flatMap(({address, internal}) => (!internal && /^fe80:/i.test(address) ? [`${address}%${name}`] : [])),
)[0];

test(
	'AA: a link-local address leads to its room with its interface, and without it the sentence says so',
	{skip: linkLocal === undefined && 'needs an interface with a link-local address'},
	async t => {
		const invitation = await joinByInvitation(t, `[${linkLocal}]`);
		assert.ok(invitation.startsWith(`[${linkLocal}]:`), invitation);
		const {code, errors} = await run(t, 'join', invitation.replace(/%[^\]]+/, ''));
		assert.equal(code, 2);
		assert.match(errors.join('\n'), /^fe80::\S+ is valid on one interface only, and %interface is missing: /);
	},
);

test('F: a name with a slow IPv6 address and a dead IPv4 address is reached', options, async t => {
	const network = openNetwork(t, ['alice', 'bob']);
	const [aliceAddress, bobAddress, deadAddress] = ['2001:db8::1', '2001:db8::2', '10.77.0.251'];
	const ip = (side: 'alice' | 'bob', ...args: readonly string[]) => {
		const [file = '', ...rest] = network.wrap(side, ['ip', ...args]);
		const {status, stderr} = spawnSync(file, rest, {encoding: 'utf8'});
		assert.equal(status, 0, stderr);
	};

	ip('alice', 'address', 'add', `${aliceAddress}/64`, 'dev', 'eth0', 'nodad');
	ip('bob', 'address', 'add', `${bobAddress}/64`, 'dev', 'eth0', 'nodad');
	// Without ARP and neighbour discovery, packets into the hole are lost as at a firewall.
	ip('alice', 'neigh', 'replace', bobAddress, 'lladdr', '02:00:00:00:00:02', 'dev', 'eth0', 'nud', 'permanent');
	ip('bob', 'neigh', 'replace', aliceAddress, 'lladdr', '02:00:00:00:00:01', 'dev', 'eth0', 'nud', 'permanent');
	ip('bob', 'neigh', 'replace', deadAddress, 'lladdr', '02:00:00:00:00:99', 'dev', 'eth0', 'nud', 'permanent');
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-hosts-'));
	t.after(() => {
		rmSync(folder, {recursive: true});
	});
	const hosts = path.join(folder, 'hosts');
	writeFileSync(hosts, `${aliceAddress} name.test\n${deadAddress} name.test\n`);

	await startHost(t, network.wrap('alice', hostAs('alice', '--listen', '::', '--json')));
	network.blackHole('alice');
	const withHosts = ['unshare', '-m', 'sh', '-c', 'mount --bind "$0" /etc/hosts && exec "$@"', hosts];
	const join = startProcess(t, network.wrap('bob', [...withHosts, ...joinAs('bob', 'name.test', '--json')]));
	join.say('Hi');
	// The first SYN is lost. The kernel sends the second one after a second.
	for (let isSent = false; !isSent;) {
		const [file = '', ...args] = network.wrap('bob', ['ss', '-H', '-t', '-n', '-6', 'state', 'syn-sent']);
		isSent = spawnSync(file, args, {encoding: 'utf8'}).stdout.includes(aliceAddress);
	}

	network.heal('alice');
	await join.waitForEvent(isAck(1), patience);
	const details = join
		.events()
		.filter(({verb}) => verb === 'lookup' || verb === 'connect')
		.map(({detail}) => String(detail));
	assert.deepEqual(details.slice(0, 4), [
		'name.test',
		`name.test is ${aliceAddress}, ${deadAddress}`,
		`to [${aliceAddress}]:5000`,
		`to ${deadAddress}:5000`,
	]);
	assert.match(details[4] ?? '', /^\[2001:db8::2]:\d+ → \[2001:db8::1]:5000$/);
});

/** Joins what this server is. Resolves with how that ended. */
const joinServer = async (t: test.TestContext, server: Server, ...args: readonly string[]) => {
	server.on('connection', socket => {
		socket.on('error', () => undefined);
		t.after(() => {
			socket.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	t.after(() => {
		server.close();
	});
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	return {...(await run(t, 'join', `127.0.0.1:${port}`, ...args)), port};
};

test('U: another server with TLS is not taken for a room with another code', async t => {
	const certificate = {key: rogueFile('host.key'), cert: rogueFile('host.pem')};
	const banner = createServer(socket => {
		socket.write('220 mail.example ESMTP\r\n');
	});
	for (const server of [
		createTlsServer(certificate),
		createTlsServer({...certificate, maxVersion: 'TLSv1.2'}),
		createTlsServer({...certificate, requestCert: true, ca: [rogueFile('ca.pem')]}),
		createTlsServer({pskCallback: () => null, minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256'}),
		banner,
	]) {
		const {code, errors, port} = await joinServer(t, server);
		assert.equal(code, 1, errors.join('\n'));
		assert.equal(
			errors.at(-1),
			`127.0.0.1:${port} answered, but it is not a private socket-chat room. For plain text, use --plain.`,
		);
	}
});

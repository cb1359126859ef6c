import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {hostAs, openScreen, options, patience, port, startHost} from '../../helpers/network-programs.ts';
import {openNetwork} from '../../helpers/network.ts';
import {isMessage, program, textsOf} from '../../helpers/program.ts';
import {say} from '../../helpers/screen-programs.ts';
import {newHome, startProcess, testCode} from '../../helpers/line-process.ts';
import {openTerminal} from '../../helpers/terminal.ts';

const join = (name: string, ...args: readonly string[]) => [...program, 'join', '--name', name, ...args];

suite('the addresses of a room', {concurrency: 3, timeout: 2 * options.timeout}, () => {
	test('L: a host whose network changes shows its new address everywhere, and is found there', options, async t => {
		const network = openNetwork(t, ['alice', 'bob']);
		const old = `${network.address('alice')}:${port}`;
		const host = await openScreen(t, network.wrap('alice', hostAs('alice')), `socket-chat join ${old}`);
		const now = `${network.changeAddress('alice')}:${port}`;
		// The conversation, the peers and the header have it; the connection log says what it was.
		await host.waitFor(screen => {
			const text = screen.filter(line => !/ (?:bind|listen) /.test(line)).join('\n');
			return text.includes(`socket-chat join ${now}`) && !text.includes(old);
		}, patience);
		await say(host, '/code');
		await host.waitFor(/The code of this room/);
		assert.ok(host.text().includes(`socket-chat join ${now}`));
		const found = openTerminal(t, network.wrap('bob', join('bob')), {columns: 100, rows: 30});
		await found.waitFor(now, patience);
	});

	test(
		'L: the line that a room cannot be announced goes when the network is there, and scripts get the address',
		options,
		async t => {
			const network = openNetwork(t, ['alice', 'carol']);
			network.linkDown('alice');
			network.linkDown('carol');
			const host = await openScreen(
				t,
				network.wrap('alice', ['sh', '-c', 'ip link set lo down && exec "$@"', 'sh', ...hostAs('alice')]),
				'The room cannot be announced on the local network',
			);
			const scripted = await startHost(t, network.wrap('carol', hostAs('carol', '--json')));
			assert.doesNotMatch(host.text(), /listed as/);
			network.linkUp('alice');
			network.linkUp('carol');
			await host.waitFor(
				screen => !screen.join('\n').includes('cannot be announced') && /listed as [\da-f]{6}/.test(screen.join('\n')),
				patience,
			);
			const address = `${network.address('carol')}:${port}`;
			await scripted.waitForEvent(
				event => event.type === 'invite' && JSON.stringify(event.addresses) === JSON.stringify([address]),
				patience,
			);
		},
	);

	test('AB: without IPv4, a client without an address finds the room and enters it', options, async t => {
		const network = openNetwork(t, ['alice', 'bob']);
		const address = network.useIPv6Only('alice');
		network.useIPv6Only('bob');
		const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
		const invite = await host.waitForEvent(({type}) => type === 'invite');
		assert.deepEqual(invite.addresses, [`[${address}]:${port}`]);
		const client = startProcess(t, network.wrap('bob', join('bob', '--json', '--stay')), {
			env: {SOCKET_CHAT_CODE: testCode, SOCKET_CHAT_HOME: newHome()},
		});
		await client.waitForEvent(event => event.status === 'open', patience);
	});

	test('AB: a room that only this computer reaches is not promised to others', options, async t => {
		const network = openNetwork(t, ['alice']);
		const host = await openScreen(
			t,
			network.wrap('alice', hostAs('alice', '--listen', '::1')),
			`socket-chat join "[::1]:${port}"`,
		);
		assert.doesNotMatch(host.text(), /listed as/);
	});

	test(
		'M: a client that found its room on the network finds it again at another address, and what waits arrives once',
		options,
		async t => {
			const network = openNetwork(t, ['alice', 'bob']);
			const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
			const client = startProcess(t, network.wrap('bob', join('bob', '--json', '--stay')), {
				env: {SOCKET_CHAT_CODE: testCode, SOCKET_CHAT_HOME: newHome()},
			});
			client.say('before');
			const before = await host.waitForEvent(isMessage('before'), patience);
			const now = `${network.changeAddress('alice')}:${port}`;
			client.say('typed meanwhile');
			const after = await host.waitForEvent(isMessage('typed meanwhile'), patience);
			assert.equal(after.fromId, before.fromId);
			assert.deepEqual(textsOf(host), ['before', 'typed meanwhile']);
			assert.ok(client.events().some(({detail}) => detail === `the room is at ${now} now`));
		},
	);

	test('M: a known room that is found at a new address asks for no code', options, async t => {
		const network = openNetwork(t, ['alice', 'bob']);
		const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
		const home = newHome();
		const send = async (text: string, code: string | undefined) => {
			const client = startProcess(t, network.wrap('bob', join('bob', '--json')), {
				env: {SOCKET_CHAT_CODE: code, SOCKET_CHAT_HOME: home},
			});
			client.say(text);
			client.end();
			assert.equal((await client.exited).code, 0, client.errors().join('\n'));
			return host.waitForEvent(isMessage(text), patience);
		};

		const before = await send('before', testCode);
		const now = `${network.changeAddress('alice')}:${port}`;
		await host.waitForEvent(event => JSON.stringify(event.addresses) === JSON.stringify([now]), patience);
		const after = await send('after', undefined);
		assert.equal(after.fromId, before.fromId);
	});
});

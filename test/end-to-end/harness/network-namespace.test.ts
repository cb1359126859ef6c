import assert from 'node:assert/strict';
import {createServer} from 'node:net';
import {suite, test} from 'node:test';
import {startProcess} from '../../helpers/line-process.ts';
import {
	canUseNamespaces,
	inNamespace,
	openNamespace,
	runCommand,
	withoutNamespaces,
} from '../../helpers/network-namespace.ts';
import {until} from '../../helpers/until.ts';
import {fixture, node} from '../../helpers/terminal-scripts.ts';

suite('a network namespace', {skip: withoutNamespaces()}, () => {
	test('of one program has a loopback on which no port is taken', async t => {
		const server = createServer().listen(5000, '127.0.0.1');
		server.on('error', () => undefined);
		t.after(() => server.close());
		const program = startProcess(
			t,
			inNamespace(node(`require('net').createServer().listen(5000, '127.0.0.1', () => console.log('listening'))`)),
		);
		await program.waitForLine('listening');
		program.kill();
		assert.deepEqual(await program.exited, {code: undefined, signal: 'SIGTERM'});
	});

	test('of several lets the two programs of the lab sheet talk, again and again', async t => {
		assert.equal(canUseNamespaces(), true);
		const network = openNamespace(t);
		const server = startProcess(t, network.wrap(['python3', fixture('lab-server-forever.py')]));
		for (let round = 1; round <= 2; round++) {
			await until(() => server.lines().filter(line => line.startsWith('Waiting')).length === round);
			const client = startProcess(t, network.wrap(['python3', fixture('lab-client.py')]));
			client.say(`Hi ${round}`);
			await server.waitForLine(`Client: Hi ${round}`);
			server.say('Hello');
			await client.waitForLine('Server: Hello');
			client.say('bye');
			assert.deepEqual(await client.exited, {code: 0, signal: undefined});
		}
	});

	test('is gone after the test', () => {
		const network = openNamespace(undefined);
		const names = () => runCommand(['ip', 'netns', 'list']);
		assert.match(names(), new RegExp(network.name));
		network.close();
		network.close();
		assert.doesNotMatch(names(), new RegExp(network.name));
	});

	test('lets the single lab server answer until bye', async t => {
		const network = openNamespace(t);
		const server = startProcess(t, network.wrap(['python3', fixture('lab-server.py')]));
		await server.waitForLine('Waiting');
		const client = startProcess(t, network.wrap(['python3', fixture('twenty-lines.py')]));
		client.say('Hi');
		await server.waitForLine('Client: Hi');
		server.say('Hello');
		client.end();
		await server.waitForLine(/^Client: bye/);
		server.end();
		await client.waitForLine('Hello');
		await client.exited;
	});
});

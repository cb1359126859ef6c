import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {openNetwork} from '../helpers/network.ts';
import {isMessage, isPeer, textsOf} from '../helpers/program.ts';
import {
	patience,
	options,
	hostAs,
	joinAs,
	openScreen,
	startHost,
	startMember,
	isAck,
	peerEvents,
} from '../helpers/network-programs.ts';

// Each spends nearly all its time waiting for a deadline of the program, on a network of its own.
suite('on a network that fails', {concurrency: 3, timeout: 2 * options.timeout}, () => {
	test('lost acknowledgements double nothing: each message arrives once', options, async t => {
		const network = openNetwork(t, ['alice', 'bob']);
		const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
		const join = await startMember(t, network.wrap('bob', joinAs('bob', network.address('alice'), '--json', '--stay')));
		join.say('heard');
		await join.waitForEvent(isAck(1));
		network.deafen('bob');
		join.say('one');
		await host.waitForEvent(isMessage('one'));
		join.say('two');
		host.say('from alice');
		await join.waitForEvent(event => event.status === 'waiting', patience);
		assert.equal(join.events().some(isAck(2)), false);
		network.undeafen('bob');
		await join.waitForEvent(isAck(3), patience);
		join.say('three');
		await join.waitForEvent(isAck(4), patience);
		await host.waitForEvent(isMessage('three'));
		const texts = textsOf(host);
		assert.deepEqual(textsOf(join), texts);
		assert.deepEqual(
			texts.filter(text => text !== 'from alice'),
			['heard', 'one', 'two', 'three'],
		);
		assert.deepEqual(
			join.events().flatMap(event => (event.type === 'ack' ? [event.n] : [])),
			[1, 2, 3, 4],
		);
	});

	test(
		'a client whose link goes down says that it seems to be offline, and delivers what was typed when the link is up',
		options,
		async t => {
			const network = openNetwork(t, ['alice', 'bob']);
			const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
			const join = await openScreen(t, network.wrap('bob', joinAs('bob', network.address('alice'))), '● connected');
			await join.submit('before');
			await join.waitFor('before ✓');
			network.linkDown('bob');
			await join.submit('typed offline');
			await join.waitFor(/no answer for \d+ s/);
			await join.waitFor(
				/This computer seems to be offline\. 1 message waits here and is sent once you are connected\./,
				patience,
			);
			assert.match(join.text(), /typed offline …/);
			network.linkUp('bob');
			await join.waitFor('● connected', patience);
			await join.waitFor('typed offline ✓', patience);
			await join.submit('after');
			await host.waitForEvent(isMessage('after'));
			assert.deepEqual(textsOf(host), ['before', 'typed offline', 'after']);
			assert.doesNotMatch(join.text(), /offline\. Trying/);
		},
	);

	test(
		'a client whose address changes is the same member, and what it typed meanwhile arrives once',
		options,
		async t => {
			const network = openNetwork(t, ['alice', 'bob']);
			const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
			const join = await startMember(
				t,
				network.wrap('bob', joinAs('bob', network.address('alice'), '--json', '--stay')),
			);
			join.say('before');
			const before = await host.waitForEvent(isMessage('before'));
			await join.waitForEvent(isAck(1));
			const address = network.changeAddress('bob');
			join.say('one');
			join.say('two');
			host.say('from alice');
			await join.waitForEvent(isAck(3), patience);
			join.say('after');
			const after = await host.waitForEvent(isMessage('after'));
			await join.waitForEvent(isAck(4));
			assert.equal(after.fromId, before.fromId);
			assert.deepEqual(textsOf(host), ['before', 'from alice', 'one', 'two', 'after']);
			assert.deepEqual(textsOf(join), textsOf(host));
			assert.match(String(peerEvents(host, 'bob')), /^joined(,away,back)?$/);
			assert.equal(host.events().filter(isPeer('joined')).length, 1);
			assert.ok(host.events().some(({verb, detail}) => verb === 'accept' && String(detail).startsWith(`${address}:`)));
		},
	);
});

import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {startProcess} from '../helpers/line-process.ts';
import {foreignAddress, openNetwork, vacantAddress} from '../helpers/network.ts';
import {patience, port, options, hostAs, joinAs, startHost} from '../helpers/network-programs.ts';

const describeUnreachable = (address: string) =>
	`Can't reach ${address}. Either no computer has this address now, or a router or firewall on the way refuses.`;

// Each spends nearly all its time waiting for a deadline of the program, on a network of its own.
suite('on a network that fails', {concurrency: 3, timeout: 2 * options.timeout}, () => {
	test('a first connection that fails exits with 1 and the sentence for the reason', options, async t => {
		const network = openNetwork(t, ['alice', 'bob', 'carol']);
		await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
		network.blackHole('alice');
		const dial = async (address: string) => {
			const join = startProcess(t, network.wrap('bob', joinAs('bob', address)));
			join.say('unheard');
			await join.waitForError(/^socket /, patience);
			const dialled = Date.now();
			const {code} = await join.exited;
			assert.equal(code, 1);
			assert.deepEqual(join.lines(), []);
			return {errors: join.errors(), took: Date.now() - dialled};
		};

		const [silent, closed] = [network.address('alice'), network.address('carol')];
		const silentSentence = (address: string) =>
			`${address} did not answer within 4 s, our limit: a firewall, a full queue, or it is off.`;
		const [dropped, vacant, foreign, refused] = await Promise.all([
			dial(silent),
			dial(vacantAddress),
			dial(foreignAddress),
			dial(closed),
		]);
		assert.deepEqual(dropped.errors.slice(-2), [silentSentence(silent), 'Not delivered: unheard']);
		assert.ok(dropped.took > 2000 && dropped.took < 8000, `${dropped.took} ms`);
		// The kernel sends three ARP requests, a second apart: little less than our own deadline.
		const unreachable = describeUnreachable(vacantAddress);
		assert.ok(
			[unreachable, silentSentence(vacantAddress)].includes(vacant.errors.at(-2) ?? ''),
			vacant.errors.join('\n'),
		);
		// These fail before what stands on standard input is read.
		const noRoute = `No route to ${foreignAddress}: this computer or a router on the way knows no way there.`;
		assert.ok(foreign.errors.includes(noRoute), foreign.errors.join('\n'));
		const nobody = `Nobody is hosting at ${closed}:${port}. Is \`socket-chat host\` running there?`;
		assert.ok(refused.errors.includes(nobody), refused.errors.join('\n'));
	});

	test('a firewall that rejects is distinguished from one that drops', options, async t => {
		const network = openNetwork(t, ['alice', 'bob']);
		try {
			network.reject('alice', 'bob');
		} catch (error) {
			t.skip(`needs to set a namespace's routing (${String(error)})`);
			return;
		}

		await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
		const join = startProcess(t, network.wrap('bob', joinAs('bob', network.address('alice'))));
		assert.equal((await join.exited).code, 1);
		assert.equal(join.errors().at(-1), describeUnreachable(network.address('alice')));
	});
});

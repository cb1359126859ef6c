import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {setTimeout as wait} from 'node:timers/promises';
import {openNetwork} from '../helpers/network.ts';
import {isMessage, isPeer, textsOf} from '../helpers/program.ts';
import type {Terminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';
import {
	blackHole,
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

/**
Returns the lines sent during the black hole, as a screen shows them, with the marks of its own.
*/
const saidInTheDark = (terminal: Terminal): string[] => terminal.text().match(/\w+ in the dark \d(?: [✓…!])?/g) ?? [];

const inTheDark = (name: string) => [1, 2, 3].map(n => `${name} in the dark ${n}`);

// Each spends nearly all its time waiting for a deadline of the program, on a network of its own.
suite('on a network that fails', {concurrency: 3, timeout: 2 * options.timeout}, () => {
	test(
		'in a black hole both screens say so, and what each typed meanwhile arrives once, in order, for both',
		options,
		async t => {
			const network = openNetwork(t, ['alice', 'bob']);
			const host = await openScreen(t, network.wrap('alice', hostAs('alice')), '1 here');
			const join = await openScreen(t, network.wrap('bob', joinAs('bob', network.address('alice'))), '● connected');
			await join.submit('hello from bob');
			await join.waitFor('hello from bob ✓');
			await host.submit('hello from alice');
			await join.waitFor('hello from alice');
			await host.waitFor('hello from alice ✓');
			await host.waitFor('2 here');

			network.blackHole('bob');
			const started = Date.now();
			for (const terminal of [host, join]) {
				for (const line of inTheDark(terminal === host ? 'alice' : 'bob')) {
					await terminal.submit(line);
				}
			}

			await join.waitFor('bob in the dark 3 …');
			let silentSeconds: number[] = [];
			await join.waitFor(screen => {
				silentSeconds = [
					...silentSeconds,
					...(/no answer for (\d+) s/.exec(screen.join('\n'))?.slice(1).map(Number) ?? []),
				];
				return /trying again/i.test(screen.join('\n'));
			}, patience);
			const gaveUpAfter = Date.now() - started;
			assert.ok(gaveUpAfter < 15_000, `gave up after ${gaveUpAfter} ms`);
			assert.ok(
				silentSeconds.length > 0 && silentSeconds.every(seconds => seconds >= 6 && seconds <= 13),
				String(silentSeconds),
			);
			assert.ok(Math.max(...silentSeconds) >= 10, String(silentSeconds));

			await host.waitFor(/○ bob +away \d+ s/, patience);
			const awayAfter = Date.now() - started;
			assert.ok(awayAfter < 19_000, `away after ${awayAfter} ms`);
			assert.match(host.text(), /bob is away/);
			// The first delays can be too short to be seen.
			await join.waitFor(
				screen =>
					/○ trying again in \d s .* 3 messages wait here\. Trying again in \d s\. /.test(
						screen.join(' ').replaceAll(/\s+/g, ' '),
					),
				{timeout: blackHole + 60_000},
			);
			assert.deepEqual(
				saidInTheDark(join),
				inTheDark('bob').map(line => `${line} …`),
			);
			await wait(Math.max(0, started + blackHole - Date.now()));
			network.heal('bob');

			await join.waitFor('● connected', patience);
			const heard = (own: string) =>
				['alice', 'bob'].flatMap(name => inTheDark(name).map(line => (name === own ? `${line} ✓` : line)));
			const hasHeard = (terminal: Terminal, own: string) => String(saidInTheDark(terminal)) === String(heard(own));
			await join.waitFor(() => hasHeard(join, 'bob'), patience);
			await host.waitFor(() => hasHeard(host, 'alice'), patience);
			await host.waitFor(/2 here[^]*bob is back/, patience);

			// And nothing more comes of what was sent twice: these are behind it.
			await join.submit('goodbye from bob');
			await host.waitFor('goodbye from bob');
			await host.submit('goodbye from alice');
			await join.waitFor('goodbye from alice');
			await join.waitFor('goodbye from bob ✓');
			assert.deepEqual(saidInTheDark(join), heard('bob'));
			assert.deepEqual(saidInTheDark(host), heard('alice'));
			// Node's own warnings would stand across the screen, and stay there.
			assert.doesNotMatch(join.raw() + host.raw(), /\(node:\d+\) .*/);
		},
	);

	test(
		'a member whose computer vanishes is dropped after 15 s, even with unsent data for it, and delays nobody meanwhile',
		options,
		async t => {
			const network = openNetwork(t, ['alice', 'bob', 'carol']);
			const host = await startHost(t, network.wrap('alice', hostAs('alice', '--json')));
			const address = network.address('alice');
			const bob = await startMember(t, network.wrap('bob', joinAs('bob', address, '--json', '--stay')));
			const carol = await startMember(t, network.wrap('carol', joinAs('carol', address, '--json', '--stay')));
			await host.waitForEvent(isPeer('joined', 'carol'));
			bob.say('still here');
			await bob.waitForEvent(isAck(1));
			network.vanish('bob');
			const started = Date.now();

			// More than may be on its way to one peer, so that the rest waits in the log.
			const bulk = Array.from({length: 60}, (_, index) => `bulk ${index} ${'x'.repeat(4000)}`);
			for (const text of bulk) {
				host.say(text);
			}

			await carol.waitForEvent(isMessage(bulk.at(-1) ?? ''));
			await until(() => network.sendQueues('alice', 'bob').some(bytes => bytes > 0), {
				describe: () => 'unsent bytes for bob',
			});
			const isAway = () => host.events().some(isPeer('away', 'bob'));
			const delays: number[] = [];
			for (let round = 0; !isAway(); round++) {
				const said = Date.now();
				assert.ok(said - started < 25_000, 'bob is still in the room');
				host.say(`alice ${round}`);
				await carol.waitForEvent(isMessage(`alice ${round}`));
				carol.say(`carol ${round}`);
				await carol.waitForEvent(isAck(round + 1));
				delays.push(Date.now() - said);
				await host.waitForEvent(isPeer('away', 'bob'), {timeout: 250}).catch(() => undefined);
			}

			const droppedAfter = Date.now() - started;
			t.diagnostic(
				`dropped after ${droppedAfter} ms; ${delays.length} exchanges meanwhile, the longest ${Math.max(...delays)} ms`,
			);
			assert.ok(droppedAfter > 9000 && droppedAfter < 18_000, `dropped after ${droppedAfter} ms`);
			assert.ok(delays.length > 5 && Math.max(...delays) < 2000, `delays: ${String(delays)}`);
			assert.deepEqual(peerEvents(host, 'carol'), ['joined']);
			host.say('at last');
			await host.waitForEvent(isMessage('at last'));
			await carol.waitForEvent(isMessage('at last'));
			assert.deepEqual(textsOf(carol), textsOf(host));
		},
	);
});

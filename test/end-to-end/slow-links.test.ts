import assert from 'node:assert/strict';
import {suite, test, type TestContext} from 'node:test';
import {connect} from 'node:net';
import {startProcess, type LineProcess} from '../helpers/line-process.ts';
import {openNetwork, withoutNetworks} from '../helpers/network.ts';
import {hostAs, joinAs} from '../helpers/network-programs.ts';
import {openPacingProxy} from '../helpers/pacing-proxy.ts';
import {isMessage, startHost, startJoin} from '../helpers/program.ts';
import {until} from '../helpers/until.ts';

/** How long a link has to last, in milliseconds: longer than any silence that ends one. */
const lasting = 20_000;
/** How long a typed line may take to the log on a slow link, in milliseconds. */
const seconds = 6000;

const fill = async (host: LineProcess, count: number, bytes: number) => {
	for (let index = 1; index <= count; index++) {
		host.say(`${index} `.padEnd(bytes, '·x'));
	}

	await host.waitForEvent(event => event.type === 'message' && event.seq === count, {timeout: 60_000});
};

const openSlowRoom = async (
	t: TestContext,
	{rate, count, bytes}: {readonly rate: number; readonly count: number; readonly bytes: number},
) => {
	const {host, port} = await startHost(t);
	await fill(host, count, bytes);
	const proxy = await openPacingProxy(t, port, {down: rate, up: rate});
	const join = startJoin(t, proxy.port, ['--name', 'bob', '--stay', '--json']);
	await join.waitForEvent(event => event.status === 'open', {timeout: 30_000});
	return {host, port, proxy, join};
};

/** Says a line every few seconds for as long as the link has to last; returns their delays. */
const talk = async (host: LineProcess, join: LineProcess) => {
	const started = Date.now();
	const delays: number[] = [];
	for (let round = 1; Date.now() - started < lasting; round++) {
		const said = Date.now();
		join.say(`typed ${round}`);
		await host.waitForEvent(isMessage(`typed ${round}`), {timeout: 30_000});
		delays.push(Date.now() - said);
		await new Promise(resolve => {
			setTimeout(resolve, 3000);
		});
	}

	return delays;
};

const statusesOf = (join: LineProcess) =>
	join
		.events()
		.filter(({type}) => type === 'status')
		.map(({status, silentSince}) => (silentSince === undefined ? status : 'silent'));

const checkLasting = (t: TestContext, join: LineProcess, delays: readonly number[], longest: number) => {
	t.diagnostic(`in the room after ${delays.join(', ')} ms`);
	assert.deepEqual([...new Set(statusesOf(join))], ['connecting', 'open']);
	assert.equal(statusesOf(join).filter(status => status === 'connecting').length, 1);
	assert.ok(Math.max(...delays) < longest, `after ${delays.join(', ')} ms`);
};

const skip = withoutNetworks();

suite('on a slow link', {concurrency: 8, timeout: 150_000}, () => {
	for (const [rate, count, bytes] of [
		[1000, 500, 60],
		[2000, 500, 7000],
		[64_000, 500, 7000],
	] as const) {
		test(`a client at ${rate} B/s stays connected and is heard while ${count} messages of ${bytes} B come down`, async t => {
			const {host, join, proxy} = await openSlowRoom(t, {rate, count, bytes});
			checkLasting(t, join, await talk(host, join), seconds);
			const {down} = proxy.forwarded();
			assert.ok(down > (rate * lasting) / 2000, `${down} B came down`);
		});
	}

	test(
		'a client behind a router at 2000 B/s stays connected and is heard while long messages come down',
		{skip},
		async t => {
			const network = openNetwork(t, ['alice', 'bob']);
			const host = startProcess(t, network.wrap('alice', hostAs('alice', '--json')));
			await host.waitForEvent(event => event.verb === 'listen');
			await fill(host, 500, 7000);
			network.slow('bob', 2000);
			const bob = joinAs('bob', network.address('alice'), '--json', '--stay');
			const join = startProcess(t, network.wrap('bob', bob));
			await join.waitForEvent(event => event.status === 'open', {timeout: 30_000});
			checkLasting(t, join, await talk(host, join), seconds);
		},
	);

	test('a paste of many lines goes up at 1 kB/s without a break, and what others say comes down meanwhile', async t => {
		const {host, join} = await openSlowRoom(t, {rate: 1000, count: 1, bytes: 60});
		const lines = Array.from({length: 12}, (_, index) => `line ${index} `.padEnd(2500, 'y'));
		for (const line of lines) {
			join.say(line);
		}

		const delays: number[] = [];
		for (let round = 1; round <= 6; round++) {
			const said = Date.now();
			host.say(`meanwhile ${round}`);
			await join.waitForEvent(isMessage(`meanwhile ${round}`), {timeout: 30_000});
			delays.push(Date.now() - said);
			await new Promise(resolve => {
				setTimeout(resolve, 2000);
			});
		}

		await host.waitForEvent(isMessage(lines.at(-1) ?? ''), {timeout: 60_000});
		// Two copies of the own lines may be ahead, which take 2.6 s each.
		checkLasting(t, join, delays, 2 * seconds);
	});

	test('a plain peer at 1 kB/s is heard while a long conversation comes down', async t => {
		const {host, port} = await startHost(t, ['--plain']);
		const proxy = await openPacingProxy(t, port, {down: 1000, up: 1000});
		const peer = connect(proxy.port, '127.0.0.1');
		t.after(() => {
			peer.destroy();
		});
		let received = 0;
		peer.on('data', chunk => {
			received += chunk.length;
		});
		peer.write('hello\n');
		await host.waitForEvent(isMessage('hello'));
		for (let index = 0; index < 200; index++) {
			host.say('z'.repeat(7000));
		}

		await until(() => received > 5000, {timeout: 30_000});
		const said = Date.now();
		peer.write('typed\n');
		await host.waitForEvent(isMessage('typed'), {timeout: 30_000});
		assert.ok(Date.now() - said < seconds);
	});
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {findNetwork} from '../../../../source/net/host/admission/find-network.ts';
import {GuessLimiter} from '../../../../source/net/host/admission/guess-limiter.ts';
import {guessInterval, maximumFailedHandshakes} from '../../../../source/net/limits.ts';
import {FakeClock} from '../../../helpers/fake-clock.ts';

test('IPv6 addresses count by their /64, IPv4 addresses one by one, however they are written', () => {
	const net = '2001:db8:0:7::/64';
	for (const address of [
		'2001:db8:0:7::1',
		'2001:0DB8:0:7:ffff:1:2:3',
		'2001:db8::7:0:0:0:5',
		'2001:db8:0:7::1%eth0',
	]) {
		assert.equal(findNetwork(address), net, address);
	}

	assert.notEqual(findNetwork('2001:db8:0:8::1'), net);
	assert.equal(findNetwork('::1'), '0:0:0:0::/64');
	assert.equal(findNetwork('192.0.2.1'), '192.0.2.1');
	assert.equal(findNetwork('::ffff:192.0.2.1'), '192.0.2.1');
	assert.notEqual(findNetwork('192.0.2.1'), findNetwork('192.0.2.2'));
});

test('guesses from many addresses of one /64 are bounded together, and another network is not held up', () => {
	const clock = new FakeClock();
	const limiter = new GuessLimiter(clock);
	let tried = 0;
	const guess = (index: number) =>
		limiter.request(`2001:db8::${index.toString(16)}`, () => {
			tried++;
			limiter.recordFailure(`2001:db8::${index.toString(16)}`);
		});
	for (let second = 0; second < 10; second++) {
		for (let index = 1; index <= 200; index++) {
			guess(index + second * 200);
		}

		clock.pass(1000);
	}

	assert.ok(tried <= maximumFailedHandshakes + 10_000 / guessInterval, `${tried} tried`);
	assert.equal(
		limiter.request('2001:db8:0:1::1', () => undefined),
		'now',
	);
});

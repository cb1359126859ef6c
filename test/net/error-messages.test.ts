import assert from 'node:assert/strict';
import type {NetworkInterfaceInfo} from 'node:os';
import test from 'node:test';
import {closeReasons, describeDialError, describeListenError} from '../../source/net/error-messages.ts';
import {errorCode} from '../../source/text/errors.ts';

const endpoint = {host: 'box', port: 5000};

const createInfo = (address: string, internal = false): NetworkInterfaceInfo => ({
	address,
	internal,
	mac: '00:00:00:00:00:00',
	netmask: '',
	cidr: null,
	...(address.includes(':') ? {family: 'IPv6', scopeid: 0} : {family: 'IPv4'}),
});

const offline = {lo: [createInfo('127.0.0.1', true), createInfo('::1', true)]};

test('each failure to connect has its sentence', () => {
	const sentences = {
		ECONNREFUSED: 'Nobody is hosting at box:5000. Is `socket-chat host` running there?',
		EHOSTUNREACH:
			"Can't reach box. Either no computer has this address now, or a router or firewall on the way refuses.",
		ENETUNREACH: 'This computer seems to be offline.',
		guesses: 'Too many wrong codes have come to box:5000 from your network. Try again in a minute.',
		'no-answer': 'box did not answer within 4 s, our limit: a firewall, a full queue, or it is off.',
		ETIMEDOUT: 'box did not answer. A firewall there may be dropping port 5000.',
		ENOTFOUND: 'No computer called box. Try its IP address.',
		EAI_AGAIN: 'The name box cannot be looked up: no name server answers. Try its IP address.',
		'no-ipv6': 'box has IPv6 addresses only, and this computer has no IPv6 network.',
		'no-code': 'The room at box:5000 asks for its code: set SOCKET_CHAT_CODE to the one that the host shows.',
		ECONNRESET: 'The connection was lost.',
		EPIPE: 'The connection was lost.',
		EWEIRD: "Can't connect to box:5000 (EWEIRD).",
	};
	for (const [code, sentence] of Object.entries(sentences)) {
		assert.equal(
			describeDialError(code, endpoint, () => offline),
			sentence,
		);
	}
});

test('without a route, this computer is called offline only if no interface but lo has an address', () => {
	const describe = (code: string, ...addresses: readonly string[]) =>
		describeDialError(code, endpoint, () => ({...offline, eth0: addresses.map(address => createInfo(address))}));
	const noRoute = 'No route to box: this computer or a router on the way knows no way there.';
	assert.equal(describe('ENETUNREACH', '10.20.2.2'), noRoute);
	assert.equal(describe('ENETUNREACH'), 'This computer seems to be offline.');
	assert.equal(describe('no-ipv6', '10.20.2.2', '2001:db8::7'), noRoute);
	assert.match(describe('no-ipv6', '10.20.2.2', 'fe80::1'), /no IPv6 network/);
});

test('AA: an IPv6 address whose last number may be meant as the port is shown with brackets', () => {
	const describe = (host: string, port: number) => describeDialError('no-ipv6', {host, port}, () => offline);
	const sentence = (host: string) => `${host} is an IPv6 address, and this computer has no IPv6 network.`;
	assert.equal(
		describe('2001:db8::7:5000', 5000),
		`${sentence('2001:db8::7:5000')} If 5000 is the port, the address is [2001:db8::7]:5000.`,
	);
	assert.equal(describe('2001:db8::7:5000', 81), sentence('2001:db8::7:5000'));
	assert.equal(describe('2001:db8::7:8', 5000), sentence('2001:db8::7:8'));
	assert.equal(
		describeDialError('ENOTFOUND', {host: 'box', port: 5000}),
		'No computer called box. Try its IP address.',
	);
});

test('each failure to listen has its sentence', () => {
	const sentences = {
		EADDRINUSE:
			'Port 5000 is in use, perhaps by another host, or was until less than a minute ago. Try another port, or --port 0 for any free one.',
		EACCES: 'Ports under 1024 need administrator rights.',
		EADDRNOTAVAIL: 'box is not an address of this computer.',
		EWEIRD: "Can't listen on box:5000 (EWEIRD).",
	};
	for (const [code, sentence] of Object.entries(sentences)) {
		assert.equal(describeListenError(code, endpoint, 'linux'), sentence);
	}
});

test('AirPlay is mentioned only for port 5000 on macOS', () => {
	assert.equal(
		describeListenError('EADDRINUSE', endpoint, 'darwin'),
		'Port 5000 is in use. On macOS, AirPlay uses it: try --port 5001.',
	);
	assert.match(describeListenError('EADDRINUSE', {host: 'box', port: 5001}, 'darwin'), /perhaps by another host/);
});

test('if all addresses of a name fail, the first failure is reported', () => {
	const refused = Object.assign(new Error('refused'), {code: 'ECONNREFUSED'});
	assert.equal(errorCode(new AggregateError([refused, new Error('other')], 'all failed')), 'ECONNREFUSED');
	assert.equal(errorCode(new Error('no code')), 'unknown');
	assert.equal(errorCode('no error'), 'unknown');
});

test('every close code has a sentence, and only codes that a retry cannot fix are final', () => {
	for (const [code, {text}] of Object.entries(closeReasons)) {
		assert.match(text, /^[A-Z].*\.$/, code);
	}

	const final = Object.entries(closeReasons)
		.filter(([, {retry}]) => !retry)
		.map(([code]) => code);
	assert.deepEqual(final.toSorted(), ['auth', 'bad-version', 'bye', 'in-use', 'kicked']);
});

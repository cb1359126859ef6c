import assert from 'node:assert/strict';
import test from 'node:test';
import {AddressError} from '../../source/net/address.ts';
import {parseAddress} from '../../source/net/parse-address.ts';

const parse = (word: string): string => {
	const {host, port} = parseAddress(word);
	return `${host} ${port}`;
};

const check = (expected: Readonly<Record<string, string>>) => {
	for (const [word, endpoint] of Object.entries(expected)) {
		assert.equal(parse(word), endpoint, word);
	}
};

/** Checks the end of each sentence. */
const checkErrors = (expected: Readonly<Record<string, string>>) => {
	for (const [word, sentence] of Object.entries(expected)) {
		assert.throws(
			() => parse(word),
			error => error instanceof AddressError && error.message.endsWith(sentence),
			word,
		);
	}
};

test('an address is a name, an IPv4 or an IPv6 address, with or without a port', () => {
	check({
		box: 'box 5000',
		'box.local:81': 'box.local 81',
		'1.2.3.4': '1.2.3.4 5000',
		'1.2.3.4:9': '1.2.3.4 9',
		'::1': '::1 5000',
		'[::1]': '::1 5000',
		'[2001:db8::7]:65535': '2001:db8::7 65535',
		' box ': 'box 5000',
		my_box: 'my_box 5000',
		'bücher.example:5': 'bücher.example 5',
	});
});

test('one address has one form, however it is written', () => {
	check({
		'BOX.Local': 'box.local 5000',
		'localhost.': 'localhost 5000',
		'box.example.:81': 'box.example 81',
		'0:0:0:0:0:0:0:1': '::1 5000',
		'[2001:DB8:0::0007]:81': '2001:db8::7 81',
		'::ffff:10.0.0.1': '10.0.0.1 5000',
		'[::ffff:7f00:1]:81': '127.0.0.1 81',
		'::1%lo': '::1 5000',
		'127.1': '127.0.0.1 5000',
		'0.0.0.0:81': '127.0.0.1 81',
		'[::]:81': '::1 81',
	});
});

test('a link-local address is taken with its interface only, with or without brackets', () => {
	check({
		'[fe80::1%eth0]:81': 'fe80::1%eth0 81',
		'fe80::1%eth0': 'fe80::1%eth0 5000',
		'[FE80::00A%En0]': 'fe80::a%En0 5000',
		'fe80::1%br_lan.7': 'fe80::1%br_lan.7 5000',
		'tcp://[fe80::1%25eth0]:81': 'fe80::1%eth0 81',
	});
	const sentence = (address: string) =>
		`${address} is valid on one interface only, and %interface is missing: ${address}%eth0, for example.`;
	checkErrors({
		'[fe80::1234]:5000': sentence('fe80::1234'),
		'fe80::1': sentence('fe80::1'),
		'FEBF::1': sentence('febf::1'),
		'fe80::1%': 'if it is not 5000.',
		'[fe80::1%a b]': 'if it is not 5000.',
	});
});

test('what an invitation prints can be pasted as the address', () => {
	check({
		'socket-chat join 1.2.3.4:81': '1.2.3.4 81',
		'$ npx socket-chat join [::1]:81 ': '::1 81',
		'tcp://1.2.3.4:81': '1.2.3.4 81',
		'TCP://box/': 'box 5000',
	});
	checkErrors({
		'socket-chat join 1.2.3.4:81 --plain': 'if it is not 5000.',
		'http://box': 'if it is not 5000.',
	});
});

test('an IPv6 address with a port and no brackets is refused, and told how to be written', () => {
	const sentence = (address: string) => `With a port, an IPv6 address stands in brackets: ${address}.`;
	checkErrors({
		'::1:5000': sentence('[::1]:5000'),
		'2001:db8::7:38023': sentence('[2001:db8::7]:38023'),
		'fe80::1%eth0:81': sentence('[fe80::1%eth0]:81'),
	});
	check({'2001:db8::7:8': '2001:db8::7:8 5000'});
});

test('numbers that are no address are refused, and those that other programs take for octal', () => {
	checkErrors({
		'256.1.1.1': 'if it is not 5000.',
		'1.2.3.4.5': 'if it is not 5000.',
		'192.168.001.020': 'Without leading zeros it would be 192.168.1.20.',
		'5000': 'A port alone, on this computer, is localhost:5000.',
		':81': 'A port alone, on this computer, is localhost:81.',
	});
});

test('a wrong port or name is refused', () => {
	for (const port of ['', '0', '65536', 'x', ' 81', '+1', '-1', '5e3', '８１']) {
		checkErrors({[`box:${port}`]: `A port is a whole number from 1 to 65535, not ${JSON.stringify(port)}.`});
	}

	for (const word of [
		'',
		'.',
		'a..b',
		'xn--',
		'user@box',
		'a/b',
		'box 81',
		'[box]:5',
		'[]',
		'[',
		'[::1',
		'[1.2.3.4]:5',
	]) {
		checkErrors({[word]: 'if it is not 5000.'});
	}
});

import assert from 'node:assert/strict';
import type {NetworkInterfaceInfo} from 'node:os';
import test from 'node:test';
import {formatEndpoint} from '../../source/net/address.ts';
import {reachableAddresses} from '../../source/net/reachable-addresses.ts';

const info = (address: string, internal = false): NetworkInterfaceInfo => {
	const common = {address, netmask: '', mac: '', internal, cidr: null};
	return address.includes(':') ? {...common, family: 'IPv6', scopeid: 0} : {...common, family: 'IPv4'};
};

const interfaces = {
	lo: [info('127.0.0.1', true), info('::1', true)],
	wlan: [info('fe80::1'), info('2001:db8::7'), info('192.168.1.20')],
};

test('a room on all interfaces is reachable at each address of the machine that others can dial, IPv4 first', () => {
	assert.deepEqual(reachableAddresses({host: '::', port: 5000}, interfaces), [
		'192.168.1.20:5000',
		'[2001:db8::7]:5000',
	]);
	assert.deepEqual(reachableAddresses({host: '0.0.0.0', port: 5000}, interfaces), ['192.168.1.20:5000']);
});

test('a room on one address is reachable there alone', () => {
	assert.deepEqual(reachableAddresses({host: '::1', port: 1}, interfaces), ['[::1]:1']);
});

test('on a machine without a network the loopback address is left', () => {
	assert.deepEqual(reachableAddresses({host: '::', port: 5000}, {lo: interfaces.lo}), ['127.0.0.1:5000']);
});

test('AB: a machine with link-local addresses alone is reachable at those, each with its interface', () => {
	const wlan = [info('fe80::1')];
	assert.deepEqual(reachableAddresses({host: '::', port: 5000}, {lo: interfaces.lo, wlan}), ['[fe80::1%wlan]:5000']);
	assert.deepEqual(reachableAddresses({host: '0.0.0.0', port: 5000}, {lo: interfaces.lo, wlan}), ['127.0.0.1:5000']);
});

test('an IPv4 address that came over an IPv6 socket is shown as IPv4', () => {
	assert.equal(formatEndpoint('::ffff:192.168.1.7', 5), '192.168.1.7:5');
	assert.equal(formatEndpoint('2001:db8::7', 5), '[2001:db8::7]:5');
	assert.equal(formatEndpoint(undefined, undefined), '?:?');
});

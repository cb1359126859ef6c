import assert from 'node:assert/strict';
import test from 'node:test';
import {Newcomers} from '../../../../source/net/host/admission/newcomers.ts';

const open = () => {
	const newcomers = new Newcomers();
	const told: string[] = [];
	newcomers.onWaiting = ({name, address}) => {
		told.push(`${name} ${address}`);
	};

	return {newcomers, told};
};

test('an open room admits everybody, and nobody waits', () => {
	const {newcomers, told} = open();
	assert.ok(newcomers.admits('a', 'fay', '10.0.0.9:1'));
	assert.deepEqual([told, newcomers.names], [[], []]);
});

test('a locked room tells of each newcomer once, by a name of its own, and admits those it is told to', () => {
	const {newcomers, told} = open();
	newcomers.lock(true);
	assert.ok(!newcomers.admits('a', 'fay', '10.0.0.9:1'));
	assert.ok(!newcomers.admits('a', 'fay', '10.0.0.9:2'));
	assert.ok(!newcomers.admits('b', 'Fay\u{1B}[31m', '10.0.0.8:1'));
	assert.equal(told.length, 2);
	assert.equal(told[0], 'fay 10.0.0.9:1');
	assert.equal(new Set(newcomers.names).size, 2);
	assert.doesNotMatch(told.join(''), /\p{Cc}/u);
	assert.ok(!newcomers.permit('nobody'));
	assert.ok(newcomers.permit(' FAY '));
	assert.ok(newcomers.admits('a', 'fay', '10.0.0.9:3'));
	assert.ok(!newcomers.admits('b', 'fay', '10.0.0.8:2'));
	newcomers.lock(false);
	assert.ok(newcomers.admits('b', 'fay', '10.0.0.8:3'));
	newcomers.lock(true);
	assert.ok(!newcomers.admits('a', 'fay', '10.0.0.9:4'));
});

test('identities that are made up fill neither the memory nor the screen', () => {
	const {newcomers, told} = open();
	newcomers.lock(true);
	for (let count = 0; count < 1000; count++) {
		assert.ok(!newcomers.admits(String(count), 'x', '10.0.0.9:1'));
	}

	assert.equal(told.length, 16);
	assert.equal(newcomers.names.length, 16);
});

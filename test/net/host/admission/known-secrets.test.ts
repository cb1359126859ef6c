import assert from 'node:assert/strict';
import test from 'node:test';
import {KnownSecrets} from '../../../../source/net/host/admission/known-secrets.ts';

const sid = (digit: string) => digit.repeat(32);

test('a member is known by its whole secret, not only by its id, and nobody has the id of the host', () => {
	const secrets = new KnownSecrets('host');
	assert.ok(secrets.accepts('id', sid('a')));
	assert.ok(!secrets.accepts('id', sid('b')));
	assert.ok(secrets.accepts('id', sid('a')));
	assert.ok(secrets.accepts('another', sid('b')));
	assert.ok(!secrets.accepts('host', sid('c')));
});

test('the memory for members is bounded, and the id of the host is never forgotten', () => {
	const secrets = new KnownSecrets('host');
	for (let index = 0; index < 20_000; index++) {
		assert.ok(secrets.accepts(String(index), sid('a')));
	}

	assert.ok(secrets.accepts('0', sid('b')));
	assert.ok(!secrets.accepts('19999', sid('b')));
	assert.ok(!secrets.accepts('host', sid('b')));
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {isMention} from '../../source/text/mention.ts';

test('a text mentions a name that it contains as a whole word, in any case', () => {
	for (const text of ['bob', 'Hi BOB!', 'bob: look', '(bob)', 'ask @bob, please', 'bobby and bob']) {
		assert.equal(isMention(text, 'Bob'), true, text);
	}

	for (const text of ['bobby', 'kebob', 'b o b', '', 'bób', 'bob2']) {
		assert.equal(isMention(text, 'bob'), false, text);
	}

	assert.equal(isMention('ÉLODIE, viens', 'élodie'), true);
	assert.equal(isMention('anything', ''), false);
});

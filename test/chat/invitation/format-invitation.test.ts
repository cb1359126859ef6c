import assert from 'node:assert/strict';
import test from 'node:test';
import {
	formatInvitation,
	formatJoinCommand,
	nameInvitation,
	type InvitationFacts,
} from '../../../source/chat/invitation/format-invitation.ts';
import {createPassedInvitation} from '../../../source/chat/invitation/pass-on.ts';
import {readInvitation} from '../../../source/targets/invitation.ts';
import {parseCode} from '../../../source/text/room-code.ts';

const code = 'legal-winner-thank-year-wave';

test('an invitation that is copied can be pasted where the address or the code is asked for', () => {
	for (const address of ['192.168.1.20:5000', '[fd12:3456:789a::20]:5000', '[fe80::1%eth0]:5000', 'box:81']) {
		for (const joinCommand of [undefined, 'npx . join', 'npx --yes ./socket-chat-0.1.0.tgz join']) {
			const text = formatInvitation({addresses: [address, 'other:1'], code, joinCommand});
			assert.deepEqual(readInvitation(text), {address, code}, text);
			assert.deepEqual(readInvitation(text.split('\n')[0] ?? ''), {address, code: undefined}, text);
			assert.equal(parseCode(text.split('\n')[1] ?? ''), code);
		}
	}
});

test('brackets of an address are quoted, since a shell takes them for a pattern', () => {
	assert.equal(formatJoinCommand('[::1]:5000'), 'socket-chat join "[::1]:5000"');
	assert.equal(formatJoinCommand('10.0.0.7:5000', 'npx . join'), 'npx . join 10.0.0.7:5000');
	assert.equal(formatJoinCommand('a\u{1B}[31m\nb:1'), formatJoinCommand('a\u{1B}[31m\nb:1').replaceAll(/\p{Cc}/gu, ''));
});

test('the sentence about a copied invitation does not say the code', () => {
	const facts: InvitationFacts = {addresses: ['box:81'], code};
	assert.equal(nameInvitation(facts), 'socket-chat join box:81, and the code');
	assert.equal(nameInvitation({...facts, code: undefined}), 'socket-chat join box:81');
	assert.equal(nameInvitation({...facts, addresses: []}), 'the code');
});

test('a client passes on the invitation that it came in by, unless that leads nowhere from elsewhere', () => {
	const shown: string[] = [];
	const pass = (address: string, plain = false) =>
		createPassedInvitation({address, plain}, {code}, text => {
			shown.push(text);
		});
	assert.deepEqual(pass('10.0.0.7:5000').read(), {addresses: ['10.0.0.7:5000'], code, joinCommand: undefined});
	for (const own of ['127.0.0.1:5000', 'localhost:5000', '[::1]:5000']) {
		assert.equal(typeof pass(own).read(), 'string', own);
	}

	assert.equal(pass('10.0.0.7:5000', true).read(), 'A plain connection has no invitation.');
	pass('10.0.0.7:5000').show();
	assert.deepEqual(shown, ['Others run: socket-chat join 10.0.0.7:5000', `and give the code: ${code}`]);
});

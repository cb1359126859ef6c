import assert from 'node:assert/strict';
import test from 'node:test';
import {describeLostLink} from '../../../source/chat/presence/lost-link.ts';
import {closeReasons, connectionLost, hostGone} from '../../../source/net/error-messages.ts';

const at = new Date(2026, 10, 25, 16, 30).getTime();
const pending = (count: number) => Array.from({length: count}, (_, index) => index);
const describe = (reason: string, count: number, lastSeenAt: number | undefined = at, now = at + 60_000) =>
	describeLostLink(reason, {pending: pending(count), lastSeenAt}, now);

test('a host that is gone is said with the time, and how many messages wait for it', () => {
	assert.equal(describe(hostGone, 0), 'The host is gone (16:30).');
	assert.equal(describe(hostGone, 1), 'The host is gone (16:30). 1 message waits here and is sent when it is back.');
	assert.equal(describe(hostGone, 2), 'The host is gone (16:30). 2 messages wait here and are sent when it is back.');
	assert.equal(
		describe(connectionLost, 2),
		'The connection was lost (16:30). 2 messages wait here and are sent once you are connected.',
	);
});

test('another reason stands without the time, which the peers pane has, and a long one leaves little room', () => {
	const reason = 'h did not answer. A firewall there may be dropping port 5000.';
	assert.equal(describe(reason, 1), `${reason} 1 message waits here.`);
	const offline = 'This computer seems to be offline.';
	assert.equal(describe(offline, 1), `${offline} 1 message waits here and is sent once you are connected.`);
});

test('before the first connection, the reason stays as it is', () => {
	const reason = 'Nobody is hosting at h:5000. Is `socket-chat host` running there?';
	assert.equal(describeLostLink(reason, {pending: pending(2)}), reason);
});

test('at a locked room, it is said how many messages wait, also before the first connection', () => {
	const reason = closeReasons.locked.text;
	assert.equal(describeLostLink(reason, {pending: []}), reason);
	assert.equal(describeLostLink(reason, {pending: pending(1)}), `${reason} 1 message waits here.`);
	assert.equal(describe(reason, 2), `${reason} 2 messages wait here.`);
});

test('the day is said where it is another one', () => {
	assert.equal(describe(hostGone, 0, at, at + 86_400_000), 'The host is gone (2026-11-25 16:30).');
});

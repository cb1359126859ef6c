import assert from 'node:assert/strict';
import test from 'node:test';
import {until} from '../../helpers/until.ts';
import type {UnreadByPeer} from '../../../source/net/host/plain/unread-count.ts';
import {hostId, openHost} from './open-host.ts';

test('a plain peer that has closed is noticed after the next message to it, and not only after another', async t => {
	const {connect, room, clock, verbs, entries} = await openHost(t, {plain: true});
	const peer = await connect();
	peer.send('hi\n');
	await until(() => room.log.head === 1);
	peer.socket.resetAndDestroy();
	await until(() => verbs().includes('close'));
	const other = await connect();
	other.send('ho\n');
	await until(() => room.log.head === 2);
	// Both directions are closed: its system answers what is written with a RST.
	other.socket.destroy();
	await until(() => verbs().includes('end'));
	room.postNext(hostId, 'is anybody there?');
	await until(() => {
		clock.pass(1000);
		return verbs().filter(verb => verb === 'close').length === 2;
	});
	assert.equal(entries.at(-1)?.code, 'EPIPE');
	assert.equal(room.size, 1);
});

test('a plain peer that has ended its side is marked so, and members are told once', async t => {
	const {connect, room, join} = await openHost(t, {plain: true});
	const {peer: bob} = await join('b', 'bob');
	const events: string[] = [];
	room.onMemberChange(({event, member: {name}}) => {
		events.push(`${name} ${event}`);
	});
	const peer = await connect();
	peer.send('hi\n');
	await until(() => room.log.head === 1);
	assert.equal(room.members.at(-1)?.isHalfClosed, undefined);
	peer.socket.end();
	const isEnded = (members: unknown) => JSON.stringify(members).includes('"ended":true');
	const {members} = await bob.frame('who', frame => isEnded(frame.members));
	assert.equal(isEnded(members), true);
	assert.equal(room.members.at(-1)?.isHalfClosed, true);
	assert.deepEqual(events, ['nc-1 joined', 'nc-1 half-closed']);
});

test('messages to a peer that had ended its side and is gone are counted; those before its end are not', async t => {
	const unread: UnreadByPeer[] = [];
	const {connect, room, clock, verbs} = await openHost(t, {
		plain: true,
		onUnread(each) {
			unread.push(each);
		},
	});
	const peer = await connect();
	peer.send('hi\n');
	await until(() => room.log.head === 1);
	room.postNext(hostId, 'before');
	await peer.waitForText('before\n');
	peer.socket.end();
	await until(() => verbs().includes('end'));
	const since = clock.now();
	room.postNext(hostId, 'after');
	await peer.waitForText('after\n');
	peer.socket.destroy();
	room.postNext(hostId, 'to nobody');
	await until(() => {
		clock.pass(1000);
		return room.size === 1;
	});
	assert.deepEqual(unread, [{name: 'nc-1', since, count: 2}]);
	const silent = await connect();
	silent.send('ho\n');
	await until(() => room.log.head === 4);
	silent.socket.resetAndDestroy();
	await until(() => room.size === 1);
	assert.equal(unread.length, 1);
});

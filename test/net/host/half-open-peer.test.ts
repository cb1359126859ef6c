import assert from 'node:assert/strict';
import test from 'node:test';
import {until} from '../../helpers/until.ts';
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

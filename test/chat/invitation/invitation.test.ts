import assert from 'node:assert/strict';
import test from 'node:test';
import {
	Invitation,
	type AdvertisementEvents,
	type InvitationEvent,
} from '../../../source/chat/invitation/invitation.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const bound = {host: '::', port: 5000};

const open = () => {
	const clock = new FakeClock();
	const events: InvitationEvent[] = [];
	const moves: string[] = [];
	let addresses: readonly string[] = ['10.0.0.1:5000'];
	let announcing: AdvertisementEvents | undefined;
	const invitation = new Invitation({
		clock,
		bound,
		history: 'history',
		listAddresses: () => addresses,
		advertise(_bound, history, toNotify) {
			assert.equal(history, 'history');
			announcing = toNotify;
			return {tag: 'a3f9c1', async stop() {}};
		},
		getCode: () => 'a-b-c-d-e',
		emit(event) {
			events.push(event);
		},
		onMove(address) {
			moves.push(address);
		},
	});
	return {
		clock,
		events,
		moves,
		invitation,
		announcing,
		move(...to: readonly string[]) {
			addresses = to;
		},
	};
};

const invite = (...addresses: readonly string[]) => ({type: 'invite', addresses, code: 'a-b-c-d-e', tag: 'a3f9c1'});

test('L: a new address is said within some seconds, once, and a gone one no more', async () => {
	const {clock, events, moves, move, invitation} = open();
	clock.pass(60_000);
	assert.deepEqual(events, []);
	move('10.0.0.1:5000', '10.0.0.9:5000');
	clock.pass(60_000);
	move('10.0.0.9:5000');
	clock.pass(5000);
	assert.deepEqual(events, [invite('10.0.0.1:5000', '10.0.0.9:5000'), invite('10.0.0.9:5000')]);
	assert.deepEqual(moves, ['10.0.0.1:5000', '10.0.0.9:5000']);
	await invitation.stop();
	assert.equal(clock.waiting, 0);
});

test('L: a computer that loses its network, and finds another, says so each time, and promises no tag meanwhile', () => {
	const {clock, events, move} = open();
	move('127.0.0.1:5000');
	clock.pass(5000);
	move('192.168.1.7:5000');
	clock.pass(5000);
	assert.deepEqual(events, [{...invite('127.0.0.1:5000'), tag: undefined}, invite('192.168.1.7:5000')]);
});

test('L: on request it looks at once', () => {
	const {events, move, invitation} = open();
	move('10.0.0.9:5000');
	invitation.look();
	invitation.look();
	assert.deepEqual(events, [invite('10.0.0.9:5000')]);
	assert.equal(invitation.address, '10.0.0.9:5000');
});

test('L: a room that is not announced promises no tag until it is again', () => {
	const {events, invitation, announcing} = open();
	announcing?.onError('ENETUNREACH');
	invitation.emit();
	announcing?.onRecovered();
	invitation.emit();
	assert.deepEqual(events, [
		{type: 'announcement', tag: undefined, code: 'ENETUNREACH'},
		{...invite('10.0.0.1:5000'), tag: undefined},
		{type: 'announcement', tag: 'a3f9c1', code: undefined},
		invite('10.0.0.1:5000'),
	]);
});

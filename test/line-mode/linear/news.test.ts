import assert from 'node:assert/strict';
import test from 'node:test';
import type {TimedEvent} from '../../../source/chat/events.ts';
import type {PeerEvent} from '../../../source/chat/presence/presence-event.ts';
import {DeliveryNews} from '../../../source/line-mode/linear/delivery-news.ts';
import {describeEvent, describePeer, dropRepeated} from '../../../source/line-mode/linear/describe-event.ts';
import {LinearBell} from '../../../source/line-mode/linear/linear-bell.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

test('each change of a member is a sentence, a removal with the name of who did it', () => {
	const describe = (event: PeerEvent, name: string, more = {}) =>
		describePeer({event, id: 'e', name, address: '', ...more});
	assert.deepEqual(
		[
			describe('joined', 'ed'),
			describe('away', 'ed'),
			describe('back', 'ed'),
			describe('renamed', 'edward', {formerly: 'ed'}),
			describe('half-closed', 'edward'),
			describe('left', 'edward'),
			describe('left', 'fay', {removedBy: 'ada'}),
		],
		[
			'ed joined.',
			'ed is away.',
			'ed is back.',
			'edward is the new name of ed.',
			'edward has closed its side, and may still read.',
			'edward left.',
			'ada removed fay.',
		],
	);
});

const queued = (n: number, at: number, text: string) => ({type: 'queued', n, at, text}) as const;

test('a delivery is told if it took longer than two seconds, and several at once as a number', () => {
	const news = new DeliveryNews();
	assert.equal(news.take([queued(1, 0, 'soon'), queued(2, 0, 'late\nin lines'), queued(3, 0, 'refused')]), undefined);
	assert.equal(news.take([{type: 'ack', n: 1, seq: 1, at: 2000}]), undefined);
	assert.equal(news.take([{type: 'refused', n: 3, code: '', text: '', at: 9000}]), undefined);
	assert.equal(news.take([{type: 'ack', n: 2, seq: 2, at: 2001}]), 'Delivered: late␊in lines');
	const both = [4, 5].map(n => queued(n, 0, 'x'));
	const acks = [4, 5].map(n => ({type: 'ack', n, seq: n, at: 3000}) as const);
	assert.equal(news.take([...both, ...acks]), 'Delivered: 2 messages.');
});

test('the bell rings at a mention after a minute without a key, or at every message, or never', () => {
	const clock = new FakeClock();
	const bell = new LinearBell('mention', clock.elapsed);
	const ringsFor = (text: string, to?: Record<string, unknown>) => bell.rings([{text, to}], 'bob');
	clock.pass(59_999);
	assert.ok(!ringsFor('hi bob'));
	clock.pass(1);
	assert.ok(ringsFor('hi bob'));
	assert.ok(ringsFor('psst', {}));
	assert.ok(!ringsFor('hi all'));
	bell.bell = 'all';
	assert.ok(ringsFor('hi all'));
	assert.ok(!bell.rings([], 'bob'));
	bell.onKey();
	assert.ok(!ringsFor('hi all'));
	clock.pass(60_000);
	bell.bell = 'off';
	assert.ok(!ringsFor('hi bob'));
});

test('the code stands in a row of its own, with nothing behind it', () => {
	const invite = {type: 'invite', addresses: ['10.0.0.7:5000', 'box:5000'], code: undefined, at: 0} as const;
	const commands = 'Others run: socket-chat join 10.0.0.7:5000, or socket-chat join box:5000';
	assert.equal(describeEvent({...invite, code: 'a-b-c'}), `${commands}\nThe code: a-b-c`);
	assert.equal(describeEvent(invite), commands);
});

test('a notice that an error of the same turn says, too, is printed once', () => {
	const error: TimedEvent = {type: 'error', code: 'disk', text: 'full', at: 0};
	const events: TimedEvent[] = [error, {type: 'notice', text: 'full', at: 0}, {type: 'notice', text: 'x', at: 0}];
	assert.deepEqual(
		dropRepeated(events).map(({type}) => type),
		['error', 'notice'],
	);
});

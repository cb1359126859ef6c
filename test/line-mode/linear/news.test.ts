import assert from 'node:assert/strict';
import test from 'node:test';
import type {TimedEvent} from '../../../source/chat/events.ts';
import {DeliveryNews} from '../../../source/line-mode/linear/delivery-news.ts';
import {dropRepeated} from '../../../source/line-mode/linear/describe-event.ts';
import {LinearBell} from '../../../source/line-mode/linear/linear-bell.ts';
import {PresenceNews, settleTime, type PeerNews} from '../../../source/line-mode/linear/presence-news.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const open = () => {
	const said: string[] = [];
	const clock = new FakeClock();
	const say = (sentence: string) => {
		said.push(sentence);
	};

	const news = new PresenceNews(say, clock);
	const tell = (event: PeerNews['event'], name: string, formerly?: string, id = name) => {
		news.take({type: 'peer', event, id, name, address: '', formerly, at: 0});
	};

	return {said, clock, news, tell};
};

test('while the connection lasts, who comes and goes is told at once', () => {
	const {said, tell} = open();
	tell('joined', 'ed');
	tell('away', 'ed');
	tell('back', 'ed');
	tell('renamed', 'edward', 'ed');
	tell('half-closed', 'edward');
	tell('left', 'edward');
	assert.deepEqual(said, [
		'ed joined.',
		'ed is away.',
		'ed is back.',
		'edward is the new name of ed.',
		'edward has closed its side, and may still read.',
		'edward left.',
	]);
});

test('a removal is one sentence, with the name of who did it', () => {
	const {said, clock, news} = open();
	const removal = {type: 'peer', event: 'left', id: 'f', name: 'fay', address: '', removedBy: 'ada', at: 0} as const;
	news.take(removal);
	news.onLost();
	news.onOpen();
	news.take(removal);
	clock.pass(settleTime);
	assert.deepEqual(said, ['ada removed fay.', 'ada removed fay.']);
});

test('when a host comes back, nothing is told of those who were there before and are there soon after', () => {
	const {said, clock, news, tell} = open();
	news.onLost();
	news.onOpen();
	for (const name of ['ed', 'cy', 'flo', 'gus']) {
		tell('left', name);
	}

	tell('joined', 'ed');
	tell('joined', 'newcomer');
	tell('joined', 'visitor');
	tell('left', 'visitor');
	tell('joined', 'florence', undefined, 'flo');
	tell('joined', 'gus');
	tell('away', 'gus');
	clock.pass(settleTime - 1);
	assert.deepEqual(said, []);
	clock.pass(1);
	assert.deepEqual(said, ['cy left.', 'florence is the new name of flo.', 'gus is away.', 'newcomer joined.']);
	tell('joined', 'cy');
	assert.equal(said.join(' ').endsWith(' cy joined.'), true);
});

test('a connection that is lost again puts the news off', () => {
	const {said, clock, news, tell} = open();
	news.onLost();
	news.onOpen();
	tell('left', 'ed');
	clock.pass(settleTime - 1);
	news.onLost();
	clock.pass(settleTime);
	news.onOpen();
	tell('joined', 'ed');
	news.onOpen();
	clock.pass(settleTime);
	assert.deepEqual(said, []);
	assert.equal(clock.waiting, 0);
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

test('a notice that an error of the same turn says, too, is printed once', () => {
	const error: TimedEvent = {type: 'error', code: 'disk', text: 'full', at: 0};
	const events: TimedEvent[] = [error, {type: 'notice', text: 'full', at: 0}, {type: 'notice', text: 'x', at: 0}];
	assert.deepEqual(
		dropRepeated(events).map(({type}) => type),
		['error', 'notice'],
	);
});

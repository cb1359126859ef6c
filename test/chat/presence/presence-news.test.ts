import assert from 'node:assert/strict';
import test from 'node:test';
import type {PeerChange, PresenceEvent} from '../../../source/chat/presence/presence-event.ts';
import {PresenceNews, settleTime} from '../../../source/chat/presence/presence-news.ts';
import {reduce} from '../../../source/chat/reducer.ts';
import {createInitialState} from '../../../source/chat/state.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const open = () => {
	const events: PresenceEvent[] = [];
	const clock = new FakeClock();
	const news = new PresenceNews(event => {
		events.push(event);
	}, clock);
	const tell = (event: PeerChange['event'], name: string, more: Partial<PeerChange> = {}) => {
		news.take({event, id: name, name, address: '', ...more});
	};

	/** What a user of the screen reads. */
	const read = () => {
		const before = createInitialState({role: 'join', plain: false, room: 'main', myName: 'al', address: 'box:5000'});
		const {history} = reduce(
			before,
			events.map(event => ({...event, at: 0})),
		);
		return history.map(item => (item.kind === 'notice' ? item.text : item.kind));
	};

	const lose = () => {
		news.onStatus('open');
		news.onStatus('waiting');
		news.onStatus('connecting');
	};

	return {events, clock, news, tell, read, lose};
};

test('while the connection lasts, who comes and goes is told at once', () => {
	const {read, tell, news, clock} = open();
	news.onStatus('open');
	tell('joined', 'ed');
	tell('renamed', 'edward', {id: 'ed', formerly: 'ed'});
	tell('left', 'fay', {removedBy: 'ada'});
	assert.deepEqual(read(), ['ed joined', 'ed is now edward', 'ada removed fay']);
	assert.equal(clock.waiting, 0);
});

test('when a host comes back, people are told nothing of those who were there before and are there soon after', () => {
	const {read, clock, news, tell, lose, events} = open();
	lose();
	news.onStatus('open');
	for (const name of ['ed', 'cy', 'flo', 'gus']) {
		tell('left', name);
	}

	tell('left', 'fay', {removedBy: 'ada'});
	tell('joined', 'ed');
	tell('joined', 'newcomer');
	tell('joined', 'visitor');
	tell('left', 'visitor');
	tell('joined', 'florence', {id: 'flo'});
	tell('joined', 'gus');
	tell('away', 'gus');
	clock.pass(settleTime - 1);
	assert.deepEqual(read(), []);
	// Programs are told at once.
	assert.equal(events.filter(({type}) => type === 'peer').length, 12);
	clock.pass(1);
	assert.deepEqual(read(), ['cy left', 'flo is now florence', 'gus is away', 'ada removed fay', 'newcomer joined']);
	tell('joined', 'cy');
	assert.equal(read().at(-1), 'cy joined');
});

test('a connection that is lost again puts the news off', () => {
	const {read, clock, news, tell, lose} = open();
	lose();
	news.onStatus('open');
	tell('left', 'ed');
	clock.pass(settleTime - 1);
	lose();
	clock.pass(settleTime);
	news.onStatus('open');
	tell('joined', 'ed');
	news.onStatus('open');
	clock.pass(settleTime);
	assert.deepEqual(read(), []);
	assert.equal(clock.waiting, 0);
});

test('before the first connection nothing is held', () => {
	const {read, clock, news, tell} = open();
	news.onStatus('connecting');
	news.onStatus('waiting');
	news.onStatus('open');
	tell('joined', 'ed');
	assert.deepEqual(read(), ['ed joined']);
	assert.equal(clock.waiting, 0);
});

test('no timer waits once the chat has ended', () => {
	const {clock, news, lose} = open();
	lose();
	news.onStatus('open');
	assert.equal(clock.waiting, 1);
	news.onStatus('closed');
	assert.equal(clock.waiting, 0);
});

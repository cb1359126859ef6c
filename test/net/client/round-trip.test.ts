import assert from 'node:assert/strict';
import test from 'node:test';
import {RoundTrip} from '../../../source/net/client/round-trip.ts';
import {measureEvery} from '../../../source/net/limits.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

const open = () => {
	const clock = new FakeClock();
	let pings = 0;
	const roundTrip: RoundTrip = new RoundTrip({
		clock,
		ping() {
			pings++;
			roundTrip.onPing();
		},
	});
	/** Waits for an idle moment, then answers the ping after a while. */
	const answerAfter = (time: number) => {
		clock.pass(100);
		clock.pass(time);
		return roundTrip.onPong();
	};

	return {clock, roundTrip, answerAfter, pings: () => pings};
};

test('nothing is known before three measurements, then the shortest counts', () => {
	const {roundTrip, answerAfter} = open();
	assert.equal(answerAfter(420), 420);
	assert.equal(roundTrip.shortest, undefined);
	answerAfter(3);
	assert.equal(roundTrip.shortest, undefined);
	answerAfter(90);
	assert.equal(roundTrip.shortest, 3);
});

test('the shortest moves on: a link that has become slow is shown so', () => {
	const {clock, roundTrip, answerAfter} = open();
	for (const time of [3, 4, 5]) {
		answerAfter(time);
	}

	for (let count = 0; count < 4; count++) {
		roundTrip.onPing();
		clock.pass(70);
		roundTrip.onPong();
	}

	assert.equal(roundTrip.shortest, 70);
});

test('a busy program puts its first measurements off, but not for ever', () => {
	const {clock, pings} = open();
	clock.sleep(300);
	clock.pass(100);
	assert.equal(pings(), 0, 'the timer came late');
	clock.pass(100);
	assert.equal(pings(), 1);

	const busy = open();
	for (let check = 0; check < 50; check++) {
		busy.clock.sleep(300);
		busy.clock.pass(100);
	}

	assert.equal(busy.pings(), 1);
});

test('where messages make pings needless, the round trip is measured all the same', () => {
	const {clock, roundTrip, answerAfter, pings} = open();
	for (const time of [3, 4, 5]) {
		answerAfter(time);
	}

	assert.equal(pings(), 3);
	clock.pass(measureEvery + 200);
	assert.equal(pings(), 4);
	roundTrip.stop();
	clock.pass(measureEvery * 2);
	assert.equal(pings(), 4);
});

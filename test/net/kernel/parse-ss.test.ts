import assert from 'node:assert/strict';
import test from 'node:test';
import {countPayload} from '../../../source/net/kernel/kernel-view.ts';
import {listSsArguments, parseSs} from '../../../source/net/kernel/parse-ss.ts';
import {endsOf, ssLines} from './ss-lines.ts';

const host = '127.0.0.1';
const acceptedEnds = endsOf(host, 33_989, 43_810);
const dialledEnds = endsOf(host, 43_810, 33_989);

test('a line of ss gives state, queues, counts, times and window', () => {
	assert.deepEqual(parseSs(ssLines.accepted, acceptedEnds), {
		source: 'ss',
		state: 'ESTABLISHED',
		receiveQueue: 0,
		sendQueue: 0,
		unsent: 0,
		acknowledged: 1000,
		received: 5,
		segmentsIn: 4,
		segmentsOut: 2,
		dataSegmentsIn: 1,
		dataSegmentsOut: 1,
		retransmits: 0,
		rtt: 0.025,
		rto: 204,
		mss: 35_328,
		congestionWindow: 11,
		sendWindow: 70_656,
		timer: undefined,
	});
});

test('a counter that ss leaves out is 0, except in a state without counters', () => {
	assert.equal(parseSs(ssLines.silent, endsOf(host, 58_757, 57_444)).received, 0);
	const timeWait = parseSs(ssLines.timeWait, endsOf(host, 57_444, 58_757));
	assert.equal(timeWait.state, 'TIME-WAIT');
	assert.equal(timeWait.timer, 'timewait 59sec');
	assert.equal(timeWait.received, undefined);
});

test('only the line with the same two addresses counts, not the other end of the same connection', () => {
	const both = `${ssLines.dialled}\n${ssLines.accepted}\n`;
	assert.equal(parseSs(both, acceptedEnds).acknowledged, 1000);
	assert.equal(parseSs(both, dialledEnds).acknowledged, 6);
	assert.deepEqual(parseSs(both, endsOf('127.0.1.1', 33_989, 43_810)), {source: 'ss', state: 'CLOSED'});
});

test('an IPv6 address and an IPv4 address of an IPv6 socket are found', () => {
	assert.equal(parseSs(ssLines.ipv6, endsOf('::1', 37_948, 56_789)).receiveQueue, 1000);
	assert.equal(parseSs(ssLines.mapped, endsOf(host, 40_021, 36_774)).receiveQueue, 128_512);
	assert.equal(parseSs(ssLines.mapped, endsOf('::ffff:127.0.0.1', 40_021, 36_774)).dataSegmentsIn, 6);
});

test('a window of zero and a retransmission are read', () => {
	const view = parseSs(ssLines.zeroWindow, endsOf(host, 57_460, 58_757));
	assert.equal(view.sendWindow, 0);
	assert.equal(view.retransmits, 1);
	assert.equal(view.unsent, 3_782_144);
	assert.equal(view.timer, 'persist 736ms');
});

test('the SYN and the FIN are not counted as bytes of the program', () => {
	const dialled = {isDialled: true};
	const accepted = {isDialled: false};
	assert.deepEqual(countPayload(parseSs(ssLines.dialled, dialledEnds), dialled), {
		acknowledged: 5,
		unacknowledged: 0,
		received: 1000,
		waiting: 1000,
	});
	assert.equal(countPayload(parseSs(ssLines.accepted, acceptedEnds), accepted).acknowledged, 1000);
	assert.equal(countPayload(parseSs(ssLines.closeWait, acceptedEnds), accepted).received, 5);
	assert.equal(countPayload(parseSs(ssLines.finWait2, dialledEnds), dialled).acknowledged, 5);
	const finWait1 = countPayload(parseSs(ssLines.finWait1, endsOf(host, 57_460, 58_757)), dialled);
	assert.deepEqual([finWait1.acknowledged, finWait1.unacknowledged], [128_512, 3_782_144]);
	const synSent = countPayload(parseSs(ssLines.synSent, endsOf(host, 45_016, 53_529)), dialled);
	assert.deepEqual([synSent.acknowledged, synSent.unacknowledged], [0, 0]);
});

test('ss is asked for this connection alone, in all states', () => {
	assert.deepEqual(listSsArguments(acceptedEnds), ['-tainoOHm', 'sport = :33989 and dport = :43810']);
});

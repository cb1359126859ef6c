import assert from 'node:assert/strict';
import test from 'node:test';
import {PageRequests} from '../../../../source/net/client/log/page-requests.ts';

const createRequests = () => {
	const sent: number[] = [];
	return {
		sent,
		requests: new PageRequests(before => {
			sent.push(before);
		}),
	};
};

test('H: one page is requested at a time, and each reaches whoever asked for it', async () => {
	const {sent, requests} = createRequests();
	const shown: number[] = [];
	const show = ({from}: {readonly from: number}) => {
		shown.push(from);
	};

	const first = requests.read(100);
	requests.load(50, show);
	requests.load(40, show);
	const last = requests.read(30);
	assert.deepEqual(sent, [100]);
	requests.receive({from: 90, messages: []});
	assert.equal((await first)?.from, 90);
	assert.deepEqual(sent, [100, 50]);
	requests.receive({from: 45, messages: []});
	assert.deepEqual([shown, sent], [[45], [100, 50, 30]]);
	requests.receive({from: 20, messages: []});
	assert.equal((await last)?.from, 20);
	requests.load(45, show);
	assert.deepEqual(sent, [100, 50, 30, 45]);
});

test('H: a lost connection ends every request, and pages that nobody asked for are ignored', async () => {
	const {sent, requests} = createRequests();
	const shown: number[] = [];
	const show = ({from}: {readonly from: number}) => {
		shown.push(from);
	};

	requests.receive({from: 1, messages: []});
	requests.load(50, show);
	const read = requests.read(30);
	requests.drop();
	assert.equal(await read, undefined);
	requests.receive({from: 1, messages: []});
	assert.deepEqual(shown, []);
	requests.load(50, show);
	assert.deepEqual(sent, [50, 50]);
});

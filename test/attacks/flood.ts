import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import type {RawFrame, RawPeer} from '../helpers/raw-peer.ts';
import {type Stage} from './stage.ts';

/** More memory than this, in MiB, would mean that the host buffers what it should not. */
export const memoryBound = 300;

export const numbers = (count: number) => Array.from({length: count}, (_, index) => index + 1);

/**
Parses each further frame to this peer once, in place of the peer's own record: a flood makes
thousands.
*/
export const listen = (peer: RawPeer, onFrame: (frame: RawFrame) => void) => {
	const {socket} = peer;
	let rest = peer.text.slice(peer.text.lastIndexOf('\n') + 1);
	socket.removeAllListeners('data');
	socket.setEncoding('utf8').on('data', (chunk: string) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			onFrame(JSON.parse(line) as RawFrame);
		}
	});
};

/**
Returns a list that grows by each message text that this peer receives and that begins like this.
*/
export const textsHeardBy = (peer: RawPeer, beginning: RegExp): readonly string[] => {
	const texts: string[] = [];
	listen(peer, ({type, text}) => {
		if (type === 'msg' && beginning.test(String(text))) {
			texts.push(String(text));
		}
	});
	return texts;
};

export const isBounded = (t: TestContext, stage: Stage) => {
	const memory = stage.memory();
	t.diagnostic(`the host uses ${memory?.toFixed(0) ?? '?'} MiB`);
	assert.ok(memory === undefined || memory < memoryBound, `${memory ?? '?'} MiB`);
};

/** Fails with the first difference only: the lists are long. */
export const areSame = (actual: readonly string[], expected: readonly string[]) => {
	const index = Math.max(
		actual.findIndex((each, at) => each !== expected[at]),
		actual.length === expected.length ? -1 : 0,
	);
	assert.equal(
		index,
		-1,
		`${actual.length} of ${expected.length}, and the first that differs is ${actual[index]?.slice(0, 40) ?? ''}`,
	);
};

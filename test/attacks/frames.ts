import assert from 'node:assert/strict';
import {closeReasons} from '../../source/net/error-messages.ts';
import type {CloseCode} from '../../source/wire/frames.ts';
import type {RawPeer} from '../helpers/raw-peer.ts';
import {type Stage} from './stage.ts';

export const escapeDots = (text: string): string => text.replaceAll('.', String.raw`\.`);

/** How long what can be repeated is repeated, in milliseconds. */
export const attackTime = 1000;

export const sid = 'ab'.repeat(16);

export const goodHello = {type: 'hello', v: 1, sid, since: 0, name: 'mallory'};

/**
Checks that the peer receives the close code and its sentence, and that the host's log says so.
*/
export const isClosed = async ({log}: Stage, peer: RawPeer, address: string, code: CloseCode) => {
	const {text, retry} = closeReasons[code];
	assert.deepEqual(await peer.frame('close'), {type: 'close', code, text, retry});
	await peer.ended();
	await log.entry('bye', new RegExp(`^${escapeDots(`${address} ${code}: ${text}`)}$`), {peer: address});
};

import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {createDial} from '../../../source/net/dial/dial.ts';
import type {LinkEvents} from '../../../source/net/client/link-types.ts';
import type {LinkStatus} from '../../../source/net/client/reconnector.ts';
import {Link} from '../../../source/net/client/link.ts';
import {createSocketLog, type SocketLogEntry} from '../../../source/net/socket-log.ts';
import type {SavedOutbox} from '../../../source/room/outbox.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {listenRaw, type RawPeer} from '../../helpers/raw-peer.ts';
import {until} from '../../helpers/until.ts';

export const sid = 'a'.repeat(32);
const you = {id: 'me', name: 'bob'};
const limits = {text: 8192, line: 65_536};
const heartbeat = {ping: 5000, silent: 15_000};

export const welcomeFrame = {
	type: 'welcome',
	v: 1,
	room: 'r',
	roomName: 'main',
	you,
	head: 0,
	first: 1,
	got: 0,
	limits,
	heartbeat,
};

export const message = (
	seq: number,
	{id = 'x', n = seq, text = `m${seq}`}: {id?: string; n?: number; text?: string} = {},
) => ({
	type: 'msg',
	seq,
	id,
	n,
	from: id,
	ts: 1,
	text,
});

/** Opens a link to a server that the test plays. `saved`: what an earlier run has left. */
export const openLink = async (
	t: TestContext,
	{saved, createSid}: {readonly saved?: SavedOutbox; readonly createSid?: () => string} = {},
) => {
	const server = await listenRaw(t);
	const clock = new FakeClock();
	const received: string[] = [];
	const statuses: LinkStatus[] = [];
	const entries: SocketLogEntry[] = [];
	const log = createSocketLog(entry => {
		entries.push(entry);
	});

	const events: LinkEvents = {
		onStatus(status) {
			statuses.push(status);
		},
		onQueued({n, text}) {
			received.push(`queued ${n} ${text}`);
		},
		onMe({name}) {
			received.push(`me ${name}`);
		},
		onMembers(members) {
			received.push(`members ${members.map(({name, status}) => `${name}:${status}`).join(',')}`);
		},
		onMessage({seq, text}, isOwn) {
			received.push(`message ${seq} ${text}${isOwn ? ' own' : ''}`);
		},
		onOlder(messages) {
			received.push(`older ${messages.map(({seq}) => seq).join(',')}`);
		},
		onAck(n, seq) {
			received.push(`ack ${n} ${seq}`);
		},
		onSent(n) {
			received.push(`sent ${n}`);
		},
		onRefused(n, code) {
			received.push(`refused ${n} ${code}`);
		},
		onInUse() {
			received.push('in use');
		},
		onNumberTaken() {
			received.push('number taken');
		},
		onUnheard() {},
		onPaused(isPaused) {
			received.push(`paused ${isPaused}`);
		},
		onCode(code) {
			received.push(`code ${code}`);
		},
		onReplayed() {},
		onReset() {
			received.push('reset');
		},
	};
	const link = new Link({
		endpoint: {host: '127.0.0.1', port: server.port},
		name: 'bob',
		sid,
		saved,
		createSid,
		dial: createDial({clock, log}),
		clock,
		random: () => 1,
		log,
		events,
	});
	t.after(async () => {
		const closed = link.close();
		clock.pass(5000);
		await closed;
	});
	const status = () => statuses.at(-1);
	const welcome = async (index: number, fields: Record<string, unknown> = {}): Promise<RawPeer> => {
		const peer = await server.peer(index);
		await peer.frame('hello');
		peer.send({...welcomeFrame, ...fields});
		await peer.frame('ping');
		return peer;
	};

	/** Waits until the connection is lost, checks the reason, and dials again. */
	const reconnect = async (reason: RegExp) => {
		await until(() => status()?.status === 'waiting', {describe: () => JSON.stringify(statuses)});
		const waiting = status();
		assert.match(waiting?.status === 'waiting' ? waiting.reason : '', reason);
		clock.pass(5000);
	};

	return {server, clock, link, received, statuses, entries, status, welcome, reconnect};
};

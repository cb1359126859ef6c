import process from 'node:process';
import type {TestContext} from 'node:test';
import {startProcess, type LineProcess} from './line-process.ts';
import {withoutNetworks} from './network.ts';
import {program} from './program.ts';
import {openTerminal} from './terminal.ts';

/** How long the black hole lasts; 70 by hand. */
export const blackHole = Number(process.env.SOCKET_CHAT_BLACK_HOLE_SECONDS ?? 18) * 1000;

/** The largest of the program's own limits is 15 s; on top come a retry and a busy computer. */
export const patience = {timeout: 30_000};

export const port = 5000;

// Each test has its own limit: on Node 24 the runner's, a minute, would hold otherwise.
export const options = {skip: withoutNetworks(), timeout: blackHole + 150_000};

export const hostAs = (name: string, ...args: readonly string[]) => [
	...program,
	'host',
	'--port',
	String(port),
	'--name',
	name,
	...args,
];

export const joinAs = (name: string, address: string, ...args: readonly string[]) => [
	...program,
	'join',
	`${address}:${port}`,
	'--name',
	name,
	...args,
];

export const openScreen = async (t: TestContext, command: readonly string[], isThere: string) => {
	const terminal = openTerminal(t, command, {columns: 120, rows: 40});
	await terminal.waitFor(isThere, patience);
	await terminal.waitForRawMode();
	return terminal;
};

export const startHost = async (t: TestContext, command: readonly string[]) => {
	const host = startProcess(t, command);
	await host.waitForEvent(event => event.verb === 'listen', patience);
	return host;
};

export const startMember = async (t: TestContext, command: readonly string[]) => {
	const join = startProcess(t, command);
	await join.waitForEvent(event => event.status === 'open', patience);
	return join;
};

export const isAck = (n: number) => (event: Readonly<Record<string, unknown>>) => event.type === 'ack' && event.n === n;

/** Returns the kinds of a member's events that a program has printed. */
export const peerEvents = (chat: LineProcess, name: string): unknown[] =>
	chat
		.events()
		.filter(event => event.type === 'peer' && event.name === name)
		.map(event => event.event);

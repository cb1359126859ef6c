/** Child programs that advertise, browse and send packets, for tests with networks of their own. */
import assert from 'node:assert/strict';
import path from 'node:path';
import process from 'node:process';
import type {TestContext} from 'node:test';
import type {FoundRoom} from '../../source/discovery/found-rooms.ts';
import {startProcess, type LineProcess} from '../helpers/line-process.ts';
import {moduleUrl} from '../helpers/type-script.ts';

const discovery = path.resolve(import.meta.dirname, '../../source/discovery');
const advertiseUrl = moduleUrl(path.join(discovery, 'advertise.ts'));
const browseUrl = moduleUrl(path.join(discovery, 'browse.ts'));
export const importAdvertise = `import {advertise} from '${advertiseUrl}';`;
export const importBrowse = `import {browse} from '${browseUrl}';`;
const say = 'const say = event => console.log(JSON.stringify(event));';
/** How often the tests' browsers send a query, in milliseconds. */
export const interval = 1000;

export const script = (...lines: readonly string[]) => [
	process.execPath,
	...(advertiseUrl.endsWith('.ts') ? ['--import', 'tsx'] : []),
	'--input-type=module',
	'--eval',
	[say, ...lines].join('\n'),
];

/** Returns a command that advertises a room until its input ends. `host`: where it listens. */
export const advertiser = (tag: string, port: number, host = '::') =>
	script(
		importAdvertise,
		`const {stop} = advertise({host: '${host}', port: ${port}, tag: '${tag}',`,
		`onError: error => say({error}), onRecovered: () => say({recovered: true})});`,
		`process.stdin.resume().on('end', async () => {`,
		`const start = performance.now();`,
		`await stop();`,
		`say({stopped: performance.now() - start});`,
		`});`,
		`say({ready: true});`,
	);

/**
Returns a command that prints the rooms that it finds, until its input ends. `every`: milliseconds
between its queries.
*/
export const createBrowser = (every: number) =>
	script(
		importBrowse,
		`const {stop} = browse({interval: ${every}, onError: error => say({error}), onRooms: rooms => say({rooms})});`,
		`process.stdin.resume().on('end', stop);`,
		`say({ready: true});`,
	);
export const browser = createBrowser(interval);

/**
Prints each packet that the mDNS group receives and sends each packet that it reads, a line of
base64 each.
*/
export const rawPeer = script(
	`import {createSocket} from 'node:dgram';`,
	`import {createInterface} from 'node:readline';`,
	`const socket = createSocket({type: 'udp4', reuseAddr: true});`,
	`socket.on('message', (bytes, {address}) => say({from: address, packet: bytes.toString('base64')}));`,
	`socket.bind(5353, '0.0.0.0', () => {`,
	`const own = process.env.OWN_ADDRESS;`,
	`socket.addMembership('224.0.0.251', own);`,
	`socket.setMulticastInterface(own);`,
	`say({ready: true});`,
	`sendAll();`,
	`});`,
	// With a pause after each, so that no buffer on the way overflows.
	`const sendAll = async () => {`,
	`for await (const line of createInterface(process.stdin)) {`,
	`socket.send(Buffer.from(line, 'base64'), 5353, '224.0.0.251', error => error && say({error: error.code}));`,
	`await new Promise(resolve => setTimeout(resolve, 2));`,
	`}`,
	`socket.close();`,
	`};`,
);

/** Binds the mDNS port without sharing it, until its input ends. */
export const portHolder = script(
	`import {createSocket} from 'node:dgram';`,
	`const socket = createSocket('udp4').bind(5353, '0.0.0.0', () => say({ready: true}));`,
	`process.stdin.resume().on('end', () => socket.close());`,
);

/** Starts a command of this file and waits until it is ready. */
export const start = async (t: TestContext, command: readonly string[], env = {}) => {
	const child = startProcess(t, command, {env});
	await child.waitForEvent(event => event.ready === true);
	return child;
};

export const readRooms = (event: Readonly<Record<string, unknown>> | undefined) =>
	event?.rooms as FoundRoom[] | undefined;

/** Leaves out the link-local addresses, which an interface gets some time after it is up. */
export const withoutLinkLocal = (rooms: readonly FoundRoom[] | undefined) =>
	rooms?.map(room => ({...room, addresses: room.addresses.filter(address => !address.startsWith('fe80:'))}));

/** Waits until exactly these rooms are found, whatever their link-local addresses. */
export const waitForRooms = async (
	child: LineProcess,
	expected: readonly FoundRoom[],
	options?: {readonly from?: number; readonly timeout?: number},
) =>
	child.waitForEvent(event => JSON.stringify(withoutLinkLocal(readRooms(event))) === JSON.stringify(expected), options);

export const createRoom = (tag: string, host: string, port: number): FoundRoom => ({
	tag,
	endpoint: {host, port},
	addresses: [host],
});

/** Ends the child's input, and checks that it exits by itself, without an error. */
export const endCleanly = async (child: LineProcess) => {
	child.end();
	assert.deepEqual(await child.exited, {code: 0, signal: undefined});
	assert.deepEqual(child.errors(), []);
};

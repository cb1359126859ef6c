import path from 'node:path';
import process from 'node:process';
import {startProcess, type Cleanup, type LineProcess, type ProcessOptions} from './line-process.ts';

/**
The program as it is shipped, run by the node that runs the tests. `SOCKET_CHAT_PROGRAM` names the
`cli.cjs` of another build, to see a test fail there.
*/
export const program: readonly string[] = [
	process.execPath,
	process.env.SOCKET_CHAT_PROGRAM ?? path.resolve(import.meta.dirname, '../../dist/cli.cjs'),
];

/** The command of a room that this machine alone can reach, on a port that is free. */
export const hostCommand = (...args: readonly string[]): string[] => [
	...program,
	'host',
	'--listen',
	'127.0.0.1',
	'--port',
	'0',
	'--name',
	'alice',
	...args,
];

export const joinCommand = (port: number, ...args: readonly string[]): string[] => [
	...program,
	'join',
	`127.0.0.1:${port}`,
	...args,
];

/** A room in line mode that prints events; resolves once it listens. */
export const startHost = async (
	t: Cleanup,
	args: readonly string[] = [],
	options?: ProcessOptions,
): Promise<{host: LineProcess; port: number}> => {
	const host = startProcess(t, hostCommand('--json', ...args), options);
	const listen = await host.waitForEvent(event => event.verb === 'listen');
	return {host, port: Number(listen.port)};
};

export const startJoin = (
	t: Cleanup,
	port: number,
	args: readonly string[] = [],
	options?: ProcessOptions,
): LineProcess => startProcess(t, joinCommand(port, ...args), options);

/** Runs a client or a host to its end with this input. */
export const runWith = async (t: Cleanup, input: string | Uint8Array, command: readonly string[]) => {
	const chat = startProcess(t, command);
	chat.stdin.end(input);
	const {code} = await chat.exited;
	return {code, lines: chat.lines(), errors: chat.errors()};
};

/** The texts of the messages that a program with --json has printed. */
export const textsOf = (chat: LineProcess): unknown[] =>
	chat
		.events()
		.filter(event => event.type === 'message')
		.map(event => event.text);

export const isMessage =
	(text: string) =>
	(event: Readonly<Record<string, unknown>>): boolean =>
		event.type === 'message' && event.text === text;

export const isPeer =
	(what: string, name?: string) =>
	(event: Readonly<Record<string, unknown>>): boolean =>
		event.type === 'peer' && event.event === what && (name === undefined || event.name === name);

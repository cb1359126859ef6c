import type {TestContext} from 'node:test';
import {startProcess} from './line-process.ts';
import {program} from './program.ts';

export const hostAgain = async (t: TestContext, home: string, port: number) => {
	const host = startProcess(
		t,
		[...program, 'host', '--listen', '127.0.0.1', '--port', String(port), '--name', 'alice', '--json'],
		{
			env: {SOCKET_CHAT_HOME: home},
		},
	);
	await host.waitForEvent(event => event.verb === 'listen');
	return host;
};

export const isAck = (n: number) => (event: Readonly<Record<string, unknown>>) => event.type === 'ack' && event.n === n;

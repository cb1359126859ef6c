import type {TestContext} from 'node:test';
import {emptyHome} from './line-process.ts';
import {joinCommand, startHost} from './program.ts';
import {openTerminal} from './terminal.ts';

export const open = async (t: TestContext) => {
	const {host, port} = await startHost(t);
	const home = emptyHome();
	const openJoin = async () => {
		const join = openTerminal(t, joinCommand(port, '--name', 'bob'), {
			columns: 100,
			rows: 24,
			env: {SOCKET_CHAT_HOME: home},
		});
		await join.waitFor('● connected');
		await join.waitForRawMode();
		return join;
	};

	return {host, port, openJoin};
};

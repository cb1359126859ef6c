import type {LineProcess} from './line-process.ts';
import type {Terminal} from './terminal.ts';

/** The code of another room than the tests' own. */
export const otherCode = 'zoo-zebra-zone-youth-yellow';

export const noCode = {SOCKET_CHAT_CODE: undefined};

export const codeOf = async (host: LineProcess, from = 0) =>
	String((await host.waitForEvent(event => event.type === 'invite', {from})).code);

/** Types a text as a person does, and then Enter by itself. */
export const enter = async (terminal: Terminal, text: string) => {
	terminal.type(text);
	await terminal.waitFor(text.split(' ').at(-1) ?? '');
	terminal.type('\r');
};

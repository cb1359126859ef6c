/** WeeChat: a chat client in C, on an IRC server. */
import {PseudoTerminal} from '../pseudo-terminal.ts';
import type {Stage} from '../stage.ts';
import {findProgram} from './available.ts';
import {channel} from './ngircd.ts';

export const weechatNick = 'wee';

export const weechatFile = findProgram('weechat') ?? findProgram('weechat-curses');

/**
Starts WeeChat with a folder of its own and without a limit of lines in memory. Without a port it
does not connect.
*/
export const openWeechat = async (stage: Stage, file: string, port?: number): Promise<PseudoTerminal> => {
	const commands = [
		'/set weechat.history.max_buffer_lines_number 0',
		...(port === undefined
			? []
			: [
					`/server add bench 127.0.0.1/${port} -notls -nicks=${weechatNick} -autojoin=${channel}`,
					// Sends without a delay.
					'/set irc.server.bench.anti_flood 0',
					'/connect bench',
				]),
	];
	return new PseudoTerminal(
		stage,
		[file, '--dir', await stage.folder(), '--no-connect', ...commands.flatMap(command => ['--run-command', command])],
		{HOME: await stage.folder()},
	);
};

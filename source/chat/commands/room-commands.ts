import {actionStart} from '../../text/message.ts';
import {readDirectMessage} from './direct-message.ts';
import {accepted, refused} from './results.ts';
import type {RunCommand} from './types.ts';

/** The actions of the commands that every member may use. */
export const roomCommands = {
	say({send}, argument) {
		if (argument === '') {
			return refused('Usage: /say text');
		}

		return send(argument);
	},
	name: ({rename}, argument) => (argument === '' ? refused('Usage: /name name') : rename(argument)),
	me({send}, argument) {
		if (argument.trim() === '') {
			return refused('Usage: /me text');
		}

		return send(actionStart + argument);
	},
	msg({send, members, myId}, argument) {
		const message = readDirectMessage(argument, members, myId);
		return message.ok ? send(message.text, message.to) : message;
	},
	who({who}) {
		who();
		return accepted;
	},
	retry({retry}) {
		retry();
		return accepted;
	},
	break: ({breakConnection}, argument) =>
		breakConnection?.(argument) ?? refused('/break works only in a program that was started with --lab.'),
	quit({leave}) {
		leave();
		return accepted;
	},
} satisfies Readonly<Record<string, RunCommand>>;

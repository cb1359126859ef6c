import {actionStart} from '../../text/message.ts';
import {faultTable} from '../faults/fault-table.ts';
import {readDirectMessage} from './direct-message.ts';
import {accepted, refused} from './results.ts';
import type {Command} from './types.ts';

/** Commands that every member has, about what it says and its name. */
export const messageCommands: readonly Command[] = [
	{
		name: 'say',
		argument: 'text',
		takesLines: true,
		help: 'send the text as it is, even the word bye',
		run({send}, argument) {
			if (argument === '') {
				return refused('Usage: /say text');
			}

			return send(argument);
		},
	},
	{
		name: 'name',
		argument: 'name',
		help: 'change your name',
		run: ({rename}, argument) => (argument === '' ? refused('Usage: /name name') : rename(argument)),
	},
	{
		name: 'me',
		argument: 'text',
		takesLines: true,
		help: 'say what you do: "/me waves"',
		run({send}, argument) {
			if (argument.trim() === '') {
				return refused('Usage: /me text');
			}

			return send(actionStart + argument);
		},
	},
	{
		name: 'msg',
		argument: 'name text',
		argumentKind: 'member',
		takesLines: true,
		help: 'send a private message to one member',
		run({send, members, myId}, argument) {
			const message = readDirectMessage(argument, members, myId);
			return message.ok ? send(message.text, message.to) : message;
		},
	},
];

/** Commands that every member has, about the room and its own connection. */
export const connectionCommands: readonly Command[] = [
	{
		name: 'who',
		help: 'list the members and their addresses',
		run({who}) {
			who();
			return accepted;
		},
	},
	{
		name: 'retry',
		help: 'connect now',
		run({retry}) {
			retry();
			return accepted;
		},
	},
	{
		name: 'break',
		argument: '[name] fault [n]|off',
		argumentKind: faultTable.map(({kind}) => kind),
		help: 'with --lab: break a connection on purpose, or mend it',
		run: ({breakConnection}, argument) =>
			breakConnection?.(argument) ?? refused('/break works only in a program that was started with --lab.'),
	},
	{
		name: 'quit',
		help: 'leave, as bye does; a host closes the room',
		run({leave}) {
			leave();
			return accepted;
		},
	},
];

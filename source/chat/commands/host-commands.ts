import {accepted, refused} from './results.ts';
import type {Actions, Command, HostActions, SubmitResult} from './types.ts';

const asHost =
	(run: (host: HostActions, argument: string) => SubmitResult): Command['run'] =>
	({host}: Actions, argument) =>
		host ? run(host, argument) : refused('Only the host can do that.');

/** The commands that only the host of a room may use. */
export const hostCommands: readonly Command[] = [
	{
		name: 'invite',
		help: 'show how others join: the code and the addresses',
		run: asHost(host => {
			host.showInvitation();
			return accepted;
		}),
	},
	{
		name: 'kick',
		argument: 'name',
		argumentKind: 'member',
		help: 'remove a member; the room gets a new code, which is sent to everybody else here',
		run: asHost((host, argument) => (argument === '' ? refused('Usage: /kick name') : host.kick(argument))),
	},
	{
		name: 'code',
		argument: '[new]',
		argumentKind: ['new'],
		help: 'show the code that others join with, or change it',
		run: asHost((host, argument) => {
			if (argument !== '' && argument !== 'new') {
				return refused('Usage: /code or /code new');
			}

			if (argument === 'new') {
				host.newCode();
			} else {
				host.showCode();
			}

			return accepted;
		}),
	},
	{
		name: 'lock',
		argument: '[off]',
		argumentKind: ['off'],
		help: 'refuse newcomers, or accept them again',
		run: asHost((host, argument) => {
			if (argument !== '' && argument !== 'off') {
				return refused('Usage: /lock or /lock off');
			}

			host.lock(argument !== 'off');
			return accepted;
		}),
	},
];

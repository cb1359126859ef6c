import {accepted, refused} from './results.ts';
import type {Actions, HostActions, RunCommand, SubmitResult} from './types.ts';

const asHost =
	(run: (host: HostActions, argument: string) => SubmitResult): RunCommand =>
	({host}: Actions, argument) =>
		host ? run(host, argument) : refused('Only the host can do that.');

/** The actions of the commands that only the host of a room may use. */
export const hostCommands = {
	kick: asHost((host, argument) => (argument === '' ? refused('Usage: /kick name') : host.kick(argument))),
	code: asHost((host, argument) => {
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
	let: asHost((host, argument) => host.let(argument)),
	lock: asHost((host, argument) => {
		if (argument !== '' && argument !== 'off') {
			return refused('Usage: /lock or /lock off');
		}

		host.lock(argument !== 'off');
		return accepted;
	}),
};

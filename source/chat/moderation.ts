import type {Host} from '../net/host/host.ts';
import type {Room} from '../room/room.ts';
import {foldName} from '../text/name.ts';
import {refuseUnknownName} from './commands/results.ts';
import type {HostActions} from './commands/types.ts';
import type {CodeRotation} from './code-rotation.ts';
import {errorMessage} from '../text/errors.ts';

export type HostActionsOptions = {
	readonly room: Room;
	readonly host: Host;
	readonly hostId: string;
	readonly codeRotation: CodeRotation;
	/** The room has another code. */
	readonly onCodeChange: () => void;
	/** Shows a line to the user alone. */
	readonly notify: (text: string) => void;
};

/** What the host of a room may do in it. */
export const createHostActions = ({
	room,
	host,
	hostId,
	codeRotation,
	onCodeChange,
	notify,
}: HostActionsOptions): HostActions => {
	/** `act` runs at the moment in which the old code opens nothing any more and those who are in have not been told the new one. */
	const change = async (act: () => void) => {
		try {
			await codeRotation.change(() => {
				act();
				host.announceCode(codeRotation.code);
				onCodeChange();
			});
		} catch (error) {
			notify(`The code could not be changed: ${errorMessage(error)}`);
		}
	};

	return {
		kick(name) {
			const wanted = foldName(name.trim());
			const member = room.members.find(each => foldName(each.name) === wanted);
			if (!member) {
				return refuseUnknownName(name);
			}

			if (member.id === hostId) {
				return {ok: false, text: 'That is you. To close the room, say bye.'};
			}

			void change(() => {
				host.kick(member.id);
				notify(
					`${member.name} was sent out. The code is another one now: /code shows it. Those who stay have been given it.`,
				);
			});
			return {ok: true};
		},
		showCode() {
			notify(`The code of this room: ${codeRotation.code}`);
		},
		newCode() {
			void change(() => {
				notify('The code is another one now: /code shows it. Those who are here have been given it.');
			});
		},
		lock(isLocked) {
			host.lock(isLocked);
			notify(isLocked ? 'The room is locked: nobody new comes in. /lock off opens it.' : 'The room is open again.');
		},
	};
};

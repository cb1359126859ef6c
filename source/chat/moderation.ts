import type {Host} from '../net/host/host.ts';
import type {Room} from '../room/room.ts';
import {foldName} from '../text/name.ts';
import {errorMessage} from '../text/errors.ts';
import {refuseUnknownName} from './commands/results.ts';
import type {HostActions} from './commands/types.ts';
import type {CodeRotation} from './code-rotation.ts';

export type HostActionsOptions = {
	readonly room: Room;
	readonly host: Pick<Host, 'announceCode' | 'awaitCodeChange' | 'cancelCodeChange' | 'kick' | 'newcomers'>;
	readonly hostId: string;
	readonly codeRotation: CodeRotation;
	/** Called when the room's code has changed. */
	readonly onCodeChange: () => void;
	/** Called when the room is locked or unlocked. */
	readonly onLock: (isLocked: boolean) => void;
	/** Called with the names of those who wait at the locked room, when they have changed. */
	readonly onNewcomers: (names: readonly string[]) => void;
	/** Shows a line to the user alone. */
	readonly notify: (text: string) => void;
};

/** Creates the actions that only the host of a room has. */
export const createHostActions = ({
	room,
	host,
	hostId,
	codeRotation,
	onCodeChange,
	onLock,
	onNewcomers,
	notify,
}: HostActionsOptions): HostActions => {
	const changeCode = async () => {
		try {
			const failure = await codeRotation.change(() => {
				onCodeChange();
				notify(`New code: ${codeRotation.code}. Everybody here has it.`);
				host.announceCode(codeRotation.code);
			});
			if (failure !== undefined) {
				notify(failure);
			}
		} catch (error) {
			host.cancelCodeChange();
			notify(`The code could not be changed: ${errorMessage(error)}`);
		}
	};

	host.newcomers.onWaiting = ({name, address}) => {
		onNewcomers(host.newcomers.names);
		notify(`${name} (${address}) asks to come in: /let ${name}`);
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

			// At once: neither the key, which takes a while to derive, nor the disk holds it up.
			// Nobody gets in from now on: another run of the member may wait for the end of this
			// one.
			host.awaitCodeChange();
			host.kick(member.id);
			void changeCode();
			return {ok: true};
		},
		showCode() {
			notify(`The code of this room: ${codeRotation.code}`);
		},
		newCode() {
			void changeCode();
		},
		lock(isLocked) {
			host.newcomers.lock(isLocked);
			onLock(isLocked);
			onNewcomers(host.newcomers.names);
			notify(isLocked ? 'The room is locked: newcomers wait until /let NAME or /lock off.' : 'The room is unlocked.');
		},
		let(name) {
			if (!host.newcomers.permit(name)) {
				const {names} = host.newcomers;
				return {
					ok: false,
					text: `Usage: /let name. ${names.length === 0 ? 'Nobody waits' : `Waiting: ${names.join(', ')}`}.`,
				};
			}

			onNewcomers(host.newcomers.names);
			notify(`${name.trim()} may come in now.`);
			return {ok: true};
		},
	};
};

import type {OpenedRoom} from '../../room/opened-room.ts';
import {cleanName} from '../../text/name.ts';

type HostNameOptions = {readonly name: string; readonly isNameChosen?: boolean | undefined};

/** The host's name, which it keeps from run to run unless its user chooses another. */
export class HostName {
	/** The name to enter the room with. */
	readonly name: string;
	readonly #saveName: OpenedRoom['saveHostName'];
	#saved: string | undefined;

	constructor(
		{name, isNameChosen = false}: HostNameOptions,
		{hostName, saveHostName}: Pick<OpenedRoom, 'hostName' | 'saveHostName'>,
	) {
		const last = cleanName(hostName ?? '');
		this.name = isNameChosen || last === '' ? name : last;
		this.#saveName = saveHostName;
		this.#saved = hostName;
	}

	/** Saves a name that the room has given. */
	save(name: string) {
		if (name !== this.#saved) {
			this.#saved = name;
			try {
				this.#saveName?.(name);
			} catch {
				// The next run has the name of before: nothing that was said depends on it.
			}
		}
	}
}

import {refused} from '../commands/results.ts';
import type {SubmitResult} from '../commands/types.ts';
import {cleanName} from '../../text/name.ts';
import {describeUnansweredRename, type RoomView} from './own-name.ts';

export type WantedNameOptions = {
	readonly view: RoomView;
	/** Asks the room for the name. */
	readonly rename: (name: string) => SubmitResult;
	/** Shows a line to the user. */
	readonly notify: (text: string) => void;
};

/** The name that the user has asked for. The room may give another one. */
export class WantedName {
	#name: string;

	constructor(name: string) {
		this.#name = name;
	}

	get name() {
		return this.#name;
	}

	/** Takes a name that the user asks for without having said so. Returns it. */
	keep(name: string): string {
		this.#name = name;
		return name;
	}

	/** Asks for another name, and says what the room will not say. */
	ask(name: string, {view, rename, notify}: WantedNameOptions): SubmitResult {
		if (cleanName(name) === '') {
			return refused('A name has letters, digits, spaces and _ . - in it, and nothing else.');
		}

		const result = rename(name);
		if (result.ok) {
			this.#name = name;
			const sentence = describeUnansweredRename(name, view);
			if (sentence !== undefined) {
				notify(sentence);
			}
		}

		return result;
	}
}

import type {Chat} from '../../chat/chat.ts';
import type {OnSaveProgress, SaveReport, SaveResult} from '../../chat/commands/types.ts';
import {isEndedByHost} from '../../chat/state.ts';

/** Writes the conversation to a file. */
export type Save = (file: string, chat: Chat, onProgress: OnSaveProgress) => SaveResult;

/** The files that a user's chats are saved to. Leaving waits for them. */
export class Saves {
	readonly #save: Save;
	readonly #running = new Set<Promise<void>>();
	readonly #ended: SaveReport[] = [];

	constructor(save: Save) {
		this.#save = save;
	}

	readonly save: Save = (file, chat, onProgress) => {
		const result = this.#save(file, chat, onProgress);
		if (result.ok) {
			const work = this.#finish(result.done, chat);
			this.#running.add(work);
			void chat.leaving.waitFor(work);
		}

		return result;
	};

	/**
	Waits for all files. Returns what is in those that were finished after the user had left the
	place where that is said.
	*/
	async end(): Promise<readonly SaveReport[]> {
		await Promise.all(this.#running);
		return this.#ended;
	}

	async #finish(done: Promise<SaveReport>, chat: Chat) {
		const report = await done;
		const state = chat.getState();
		if (chat.leaving.isRequested || (state.status.status === 'closed' && !isEndedByHost(state))) {
			this.#ended.push(report);
		}
	}
}

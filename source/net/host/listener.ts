import type {Endpoint} from '../address.ts';
import {ListenError, ListeningSocket, type ListenerOptions, type WantedEndpoint} from './listening/listening-socket.ts';

/**
Listens on the room's port, at one or more addresses, and enters each step in the connection log.
*/
export class Listener {
	readonly #options: ListenerOptions;
	readonly #sockets = new Set<ListeningSocket>();
	#isClosed = false;

	constructor(options: ListenerOptions) {
		this.#options = options;
	}

	get isListening() {
		return this.#sockets.size > 0;
	}

	/**
	Binds and listens, besides the addresses where it listens already. `note`: why, for the
	connection log. Returns the address that was bound. Throws a ListenError.
	*/
	async listen(wanted: WantedEndpoint, note?: string): Promise<Endpoint> {
		const socket = new ListeningSocket(this.#options);
		const bound = await socket.listen(wanted, note);
		if (this.#isClosed) {
			await socket.close();
			throw new ListenError('ECANCELED', bound);
		}

		this.#sockets.add(socket);
		return bound;
	}

	/** Stops listening at once. Resolves once all accepted connections are closed, too. */
	async close(): Promise<void> {
		this.#isClosed = true;
		const sockets = [...this.#sockets];
		this.#sockets.clear();
		await Promise.all(sockets.map(async socket => socket.close()));
	}
}

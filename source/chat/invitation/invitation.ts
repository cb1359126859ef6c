import {formatEndpoint, type Endpoint} from '../../net/address.ts';
import type {Clock, Timer} from '../../net/clock.ts';
import type {InvitationActions, InvitationFacts} from './format-invitation.ts';

/** How often to look whether this computer has other addresses, in milliseconds. */
const lookInterval = 3000;

/** A room's announcement on the local network. */
export type Advertisement = {
	/** The tag by which the room is found; undefined if the room is not announced. */
	readonly tag: string | undefined;
	/** Withdraws the announcement. */
	readonly stop: () => Promise<void>;
};

export type AdvertisementEvents = {
	/** Called with a system error's code when the room can no longer be announced. */
	readonly onError: (code: string) => void;
	/** Called when the room is announced again after `onError`. */
	readonly onRecovered: () => void;
};

/** Where a room can be reached, and what can be found out about that. */
export type ReachabilitySources = {
	/** Lists each `address:port` that others can dial to reach the bound address. */
	readonly listAddresses: (bound: Endpoint) => readonly string[];
	/** Announces the room with this history on the local network. */
	readonly advertise: (bound: Endpoint, history: string, events: AdvertisementEvents) => Advertisement;
};

/** The events by which a hosted chat reports how others reach its room. */
export type InvitationEvent =
	| {
			readonly type: 'invite';
			/** `address:port` for each way to reach the room. */
			readonly addresses: readonly string[];
			/**
			The code that others join with. A secret: only the user and scripts get it, and no log
			contains it.
			*/
			readonly code: string | undefined;
			/**
			The tag by which clients find the room on the local network; undefined if it is hidden.
			*/
			readonly tag?: string | undefined;
			/** How others start the program to join; the address follows. */
			readonly joinCommand?: string | undefined;
	  }
	/** The invitation is shown to the user, after the `invite` that says what it is. */
	| {readonly type: 'invitation-shown'}
	/**
	The room can no longer be announced on the local network, for the reason of the system error
	`code`; or, without one, is announced again, by the tag.
	*/
	| {readonly type: 'announcement'; readonly tag: string | undefined; readonly code?: string | undefined};

export type InvitationOptions = ReachabilitySources & {
	readonly clock: Clock;
	/** How others start the program to join. Default: as it is installed. */
	readonly joinCommand?: string | undefined;
	/** Where the room's socket listens. */
	readonly bound: Endpoint;
	/** The id of the room's history. */
	readonly history: string;
	/** Returns the room's present code. */
	readonly getCode: () => string;
	readonly emit: (event: InvitationEvent) => void;
	/** Called with the first address when the addresses have changed, before `emit`. */
	readonly onMove: (address: string) => void;
};

/** What others need to join a room: its code, its present addresses and its tag. */
export class Invitation implements InvitationActions {
	readonly #options: InvitationOptions;
	readonly #advertisement: Advertisement;
	#addresses: readonly string[];
	#isAnnounced = true;
	#timer: Timer | undefined;

	constructor(options: InvitationOptions) {
		const {bound, history, listAddresses, advertise} = options;
		this.#options = options;
		this.#addresses = listAddresses(bound);
		this.#advertisement = advertise(bound, history, {
			onError: code => {
				this.#onAnnouncement(code);
			},
			onRecovered: () => {
				this.#onAnnouncement();
			},
		});
		this.#lookLater();
	}

	/** The address to show where there is space for one. */
	get address(): string {
		const {host, port} = this.#options.bound;
		return this.#addresses[0] ?? formatEndpoint(host, port);
	}

	read(): InvitationFacts {
		const {getCode, joinCommand} = this.#options;
		return {addresses: this.#addresses, code: getCode(), ...(joinCommand !== undefined && {joinCommand})};
	}

	/** Says what others need to join. */
	emit() {
		this.#options.emit({type: 'invite', ...this.read(), tag: this.#tag});
	}

	/** Shows it to the user. */
	show() {
		this.emit();
		this.#options.emit({type: 'invitation-shown'});
	}

	/** Looks whether the addresses have changed. */
	look() {
		const {bound, listAddresses, onMove} = this.#options;
		const addresses = listAddresses(bound);
		if (addresses.join(' ') !== this.#addresses.join(' ')) {
			this.#addresses = addresses;
			onMove(this.address);
			this.emit();
		}
	}

	/** Withdraws the announcement and looks no more. */
	async stop(): Promise<void> {
		this.#timer?.stop();
		await this.#advertisement.stop();
	}

	/** On a computer without a network, nobody could use it. */
	get #tag(): string | undefined {
		const isReachable = this.#addresses.some(address => !/^(?:127\.[\d.]+|\[::1]):\d+$/.test(address));
		return this.#isAnnounced && isReachable ? this.#advertisement.tag : undefined;
	}

	#onAnnouncement(code?: string) {
		this.#isAnnounced = code === undefined;
		this.#options.emit({type: 'announcement', tag: this.#tag, code});
	}

	#lookLater() {
		this.#timer = this.#options.clock.after(lookInterval, () => {
			this.#lookLater();
			this.look();
		});
	}
}

import type {Clock, Timer} from '../../net/clock.ts';
import type {OpenConnection} from '../../net/faults/open-connection.ts';
import {BreakableConnection, type FaultEnd} from '../../net/faults/breakable-connection.ts';
import type {Fault} from '../../net/faults/fault.ts';
import type {Member} from '../../room/member.ts';
import type {SocketLogEntry} from '../../net/socket-log.ts';
import {describeFault, findFault} from './fault-table.ts';
import type {ActiveFault, LabState} from './lab-state.ts';
import {findTarget} from './find-target.ts';
import {parseBreak} from './parse-break.ts';

export type BreakResult = {readonly ok: true} | {readonly ok: false; readonly text: string};

export type LabOptions = {
	readonly clock: Clock;
	/** Returns the members whose connections may be broken; undefined: this end has one link. */
	readonly getPeers: () => readonly Member[] | undefined;
	/** Called when a fault begins or ends. */
	readonly onChange: (state: LabState) => void;
	/** Shows a line to this user only. */
	readonly notify: (text: string) => void;
	/** Keeps the link from counting as dead while this end does not read. */
	readonly pauseReading: () => void;
	readonly resumeReading: () => void;
};

const refuse = (text: string): BreakResult => ({ok: false, text});

const endings: Readonly<Record<FaultEnd | 'time' | 'asked', string>> = {
	done: 'it is done',
	closed: 'the connection is closed, and the next one is whole',
	full: 'more than 64 KiB waited',
	time: 'its time is up',
	asked: 'you ended it',
};

/** Breaks connections of this program on purpose, one at a time. Exists with `--lab` only. */
export class Lab {
	readonly #options: LabOptions;
	/** The open connections, in the order in which they were opened. */
	readonly #connections = new Set<BreakableConnection>();
	#active: (ActiveFault & {readonly connection: BreakableConnection}) | undefined;
	#timer: Timer | undefined;
	/** The newest connection, closed or not. */
	#newest: BreakableConnection | undefined;

	constructor(options: LabOptions) {
		this.#options = options;
	}

	/** Makes a connection of a socket, in place of `new Connection`. */
	readonly openConnection: OpenConnection = (socket, log, number) => {
		const connection = new BreakableConnection(socket, log, this.#options.clock, number);
		this.#connections.add(connection);
		this.#newest = connection;
		socket.once('close', () => {
			this.#connections.delete(connection);
		});
		return connection;
	};

	/** Marks an entry of the connection log that says what a client does after a fault of ours. */
	mark(entry: SocketLogEntry): SocketLogEntry {
		if (entry.verb !== 'retry') {
			return entry;
		}

		const fault = this.#newest?.fatalFault;
		// Later retries have causes of their own.
		this.#newest = undefined;
		return fault === undefined ? entry : {...entry, fault};
	}

	/** Runs `/break` with this argument. */
	run(argument: string): BreakResult {
		const request = parseBreak(argument);
		switch (request.type) {
			case 'invalid': {
				return refuse(request.text);
			}

			case 'off': {
				return this.stop() ? {ok: true} : refuse('Nothing is broken.');
			}

			case 'start': {
				return this.#start(request.fault, request.seconds, request.name);
			}
		}
	}

	/** Ends the fault that is on. Returns false if there is none. */
	stop(): boolean {
		this.#active?.connection.heal();
		return this.#end('asked');
	}

	#start(fault: Fault, seconds: number, name: string | undefined): BreakResult {
		if (this.#active) {
			return refuse(`${describeFault(this.#active.fault)} is still on. /break off ends it.`);
		}

		const found = findTarget([...this.#connections], name, this.#options.getPeers());
		if (!found.ok) {
			return found;
		}

		const {connection, target} = found;
		if (!connection.isWritable) {
			return refuse(`This side of the connection to ${target} is closed.`);
		}

		if (fault.kind === 'flip' && !connection.isSecure) {
			return refuse('flip is for private rooms: nothing in plain text would notice the wrong bit.');
		}

		this.#break(connection, target, fault, seconds);
		return {ok: true};
	}

	#break(connection: BreakableConnection, target: string, fault: Fault, seconds: number) {
		const {clock, onChange, notify, pauseReading} = this.#options;
		const words = describeFault(fault);
		const {onWire = '', isInstant} = findFault(fault.kind) ?? {};
		if (isInstant) {
			connection.log('fault', {note: `${words} ${connection.remote}`});
			notify(`${words}, ${target}: ${onWire}.`);
			connection.break(fault, () => undefined);
			return;
		}

		connection.log('fault', {note: `${words} ${connection.remote}, for ${seconds} s at most`});
		notify(`${words}, ${target}: ${onWire}. It ends after ${seconds} s, or with /break off.`);
		const active = {fault, target, until: clock.now() + seconds * 1000};
		this.#active = {...active, connection};
		onChange({active});
		if (fault.kind === 'deaf') {
			pauseReading();
		}

		this.#timer = clock.after(seconds * 1000, () => {
			connection.heal();
			if (fault.kind === 'half-close') {
				connection.destroy({notify: true});
			}

			this.#end('time');
		});
		connection.break(fault, reason => {
			this.#end(reason);
		});
	}

	#end(reason: keyof typeof endings): boolean {
		const active = this.#active;
		if (!active) {
			return false;
		}

		this.#active = undefined;
		this.#timer?.stop();
		const {onChange, notify, resumeReading} = this.#options;
		const words = describeFault(active.fault);
		active.connection.log('fault', {note: `${words} ${active.connection.remote} is over: ${endings[reason]}`});
		notify(`${words} is over: ${endings[reason]}.`);
		onChange({});
		if (active.fault.kind === 'deaf') {
			resumeReading();
		}

		return true;
	}
}

import {idOf, createSid} from '../room/identity.ts';
import {MemoryLog, type DurableBatch} from '../room/log.ts';
import {Room, type MemberChange} from '../room/room.ts';
import {formatEndpoint, type Endpoint} from '../net/address.ts';
import type {Clock} from '../net/clock.ts';
import {Host, ListenError} from '../net/host.ts';
import type {CloseCode} from '../wire/frames.ts';
import type {LineEnd} from '../wire/plain.ts';
import {cleanText, splitText} from '../text/message.ts';
import type {Chat} from './chat.ts';
import {runLine} from './commands.ts';
import {ChatStore} from './store.ts';

/** With --once, a plain peer that has ended its side counts as gone when nothing was said to it for this long, in milliseconds. */
const onceHalfOpenLimit = 5000;

export type HostChatOptions = {
	readonly name: string;
	readonly roomName: string;
	readonly port: number;
	/** The address to bind; undefined: all interfaces. */
	readonly listen: string | undefined;
	readonly plain: boolean;
	/** End when the last peer has left. */
	readonly once: boolean;
	/** End when any peer sends exactly this word. */
	readonly stopOn: string | undefined;
	readonly lineEnd: LineEnd | undefined;
};

/** What a host needs of the world around it. */
export type HostParts = {
	readonly clock: Clock;
	readonly randomBytes: (size: number) => Uint8Array;
	/** For what was bound, each `address:port` that others can dial. */
	readonly reachableAt: (bound: Endpoint) => readonly string[];
};

/** Opens a room on this machine and takes part in it. */
export const createHost = (options: HostChatOptions, {clock, randomBytes, reachableAt}: HostParts): Chat => {
	const createId = () => idOf(createSid(randomBytes));
	const hostId = createId();
	const room = new Room({name: options.roomName, log: new MemoryLog(createId()), now: clock.now});
	const store = new ChatStore(
		{
			role: 'host',
			plain: options.plain,
			room: options.roomName,
			myId: hostId,
			myName: options.name,
			address: formatEndpoint(options.listen ?? '0.0.0.0', options.port),
			invite: [],
			status: {status: 'starting'},
			hasBeenOpen: false,
			log: [],
			members: [],
			history: [],
			pending: [],
		},
		clock.now,
	);
	const host = new Host({
		room,
		hostId,
		plain: options.plain,
		lineEnd: options.lineEnd,
		halfOpenLimit: options.once ? onceHalfOpenLimit : undefined,
		clock,
		createId,
		log(entry) {
			store.emit({type: 'log', ...entry});
		},
	});
	/** My count of my messages. */
	let last = 0;
	let ending: Promise<void> | undefined;

	const end = async (code: CloseCode, reason: string, exitCode = 0) => {
		ending ??= (async () => {
			await host.close(code);
			store.emit({type: 'status', status: 'closed', reason, exitCode});
			store.flush();
		})();
		return ending;
	};

	const onDurable = ({messages, refusals}: DurableBatch) => {
		for (const {seq, id, n, from, ts, text} of messages) {
			const own = id === hostId;
			store.emit({type: 'message', seq, from, fromId: id, text, own, ts});
			if (own) {
				store.emit({type: 'ack', n, seq});
			} else if (options.stopOn !== undefined && text.trim() === options.stopOn) {
				void end('bye', `${from} said ${options.stopOn}.`);
			}
		}

		for (const {n, code, text} of refusals.filter(({id}) => id === hostId)) {
			store.emit({type: 'refused', n, code, text});
		}
	};

	const onMember = ({event, member, formerly}: MemberChange) => {
		const {id, name, address} = member;
		store.emit({type: 'members', members: room.members});
		if (id === hostId) {
			store.emit({type: 'me', id, name, room: options.roomName});
			return;
		}

		if (event !== 'updated') {
			store.emit({type: 'peer', event, id, name, address, formerly});
		}

		if (event === 'left' && options.once && room.members.every(each => each.id === hostId)) {
			void end('bye', 'The last peer has left.');
		}
	};

	const listen = async () => {
		try {
			const bound = await host.listen({host: options.listen, port: options.port});
			const addresses = reachableAt(bound);
			const address = addresses[0] ?? formatEndpoint(bound.host, bound.port);
			room.enter({id: hostId, address, name: options.name});
			store.emit({type: 'status', status: 'listening', address});
			store.emit({type: 'invite', addresses});
		} catch (error) {
			if (!(error instanceof ListenError)) {
				throw error;
			}

			await end('shutdown', error.message, 1);
		}
	};

	const send = (raw: string) => {
		for (const text of splitText(cleanText(raw))) {
			last++;
			store.emit({type: 'queued', n: last, text});
			room.post(hostId, last, text);
		}
	};

	const leave = () => {
		void end('bye', 'You have closed the room.');
	};

	room.log.onDurable(onDurable);
	room.onMember(onMember);
	return {
		getState: () => store.state,
		subscribe: listener => store.subscribe(listener),
		onEvents: listener => store.onEvents(listener),
		start() {
			void listen();
		},
		send,
		submit: line =>
			runLine(line, {
				send,
				leave,
				rename(name) {
					room.rename(hostId, name);
					return {ok: true};
				},
				retry() {
					store.emit({type: 'notice', text: 'This side listens: there is nothing to try again.'});
				},
				tell(text) {
					store.emit({type: 'notice', text});
				},
			}),
		retry() {
			// A host waits for nobody.
		},
		leave,
		finish() {
			// A host goes on for those who are in the room.
		},
		close: async () => end('shutdown', 'The room is closed.'),
	};
};

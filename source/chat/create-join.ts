import {createSid} from '../room/identity.ts';
import {formatEndpoint, type Endpoint} from '../net/address.ts';
import type {Clock} from '../net/clock.ts';
import {createDial} from '../net/dial.ts';
import type {JoinLink, LinkEvents} from '../net/join-link.ts';
import {Link} from '../net/link.ts';
import type {LogEntry} from '../net/log-entry.ts';
import {PlainLink} from '../net/plain-link.ts';
import type {LineEnd} from '../wire/plain.ts';
import {cleanText, splitText} from '../text/message.ts';
import type {Chat} from './chat.ts';
import {runLine} from './commands.ts';
import {diffMembers} from './members.ts';
import {ChatStore} from './store.ts';

export type JoinChatOptions = {
	readonly name: string;
	readonly endpoint: Endpoint;
	readonly plain: boolean;
	/** How a plain line ends; undefined: as the other side's do. */
	readonly lineEnd: LineEnd | undefined;
};

/** What a join needs of the world around it. */
export type JoinParts = {
	readonly clock: Clock;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly randomBytes: (size: number) => Uint8Array;
};

/** Walks into a room, and back in as often as the connection is lost. */
export const createJoin = ({name, endpoint, plain, lineEnd}: JoinChatOptions, {clock, random, randomBytes}: JoinParts): Chat => {
	const store = new ChatStore(
		{
			role: 'join',
			plain,
			room: undefined,
			myId: undefined,
			myName: name,
			address: formatEndpoint(endpoint.host, endpoint.port),
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
	const log = (entry: LogEntry) => {
		store.emit({type: 'log', ...entry});
	};

	let myId: string | undefined;
	/** The members as they were told last; undefined before the first time, when nobody has joined: they were there. */
	let members: Parameters<LinkEvents['onMembers']>[0] | undefined;
	const events: LinkEvents = {
		onStatus(status) {
			store.emit({type: 'status', ...status});
		},
		onMe(me) {
			myId = me.id;
			store.emit({type: 'me', ...me});
		},
		onMembers(now) {
			store.emit({type: 'members', members: now});
			for (const event of members ? diffMembers(members, now, myId) : []) {
				store.emit(event);
			}

			members = now;
			const me = now.find(({id}) => id === myId);
			if (me && me.name !== store.state.myName) {
				store.emit({type: 'me', id: me.id, name: me.name, room: ''});
			}
		},
		onMessage({seq, from, id, text, ts}, own) {
			store.emit({type: 'message', seq, from, fromId: id, text, own, ts});
		},
		onAck(n, seq) {
			store.emit({type: 'ack', n, seq});
		},
		onHanded(n) {
			store.emit({type: 'handed', n});
		},
		onRefused(n, code, text) {
			store.emit({type: 'refused', n, code, text});
		},
		onReset() {
			store.emit({type: 'reset'});
		},
	};
	const common = {endpoint, name, dial: createDial({clock, log}), clock, random, log, events};
	const link: JoinLink = plain ? new PlainLink({...common, lineEnd}) : new Link({...common, sid: createSid(randomBytes)});

	const send = (raw: string) => {
		for (const text of splitText(cleanText(raw))) {
			store.emit({type: 'queued', n: link.send(text), text});
		}
	};

	const leave = () => {
		link.leave();
	};

	const retry = () => {
		link.retryNow();
	};

	return {
		getState: () => store.state,
		subscribe: listener => store.subscribe(listener),
		onEvents: listener => store.onEvents(listener),
		start() {
			link.start();
		},
		send,
		submit: line =>
			runLine(line, {
				send,
				leave,
				retry,
				rename(wanted) {
					if (plain) {
						return {ok: false, text: 'A plain peer knows you by your address.'};
					}

					link.rename(wanted);
					return {ok: true};
				},
				tell(text) {
					store.emit({type: 'notice', text});
				},
			}),
		retry,
		leave,
		finish() {
			link.finish();
		},
		async close() {
			await link.close();
			store.flush();
		},
	};
};

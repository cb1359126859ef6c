/** A room and a client on a slow link, in memory and in the test's time. */
import {Connection} from '../../../source/net/connection.ts';
import {Host} from '../../../source/net/host/host.ts';
import {Link} from '../../../source/net/client/link.ts';
import type {LinkEvents} from '../../../source/net/client/link-types.ts';
import type {LinkStatus} from '../../../source/net/client/reconnector.ts';
import {createSocketLog} from '../../../source/net/socket-log.ts';
import {MemoryLog} from '../../../source/room/log.ts';
import {Room} from '../../../source/room/room.ts';
import {cleartextUpgrader} from '../../helpers/cleartext-upgrader.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';
import {endOfTurn} from '../../helpers/turn.ts';
import {SocketPair, type End} from '../../model/socket-pair.ts';

/** Bytes that the kernels of both ends hold of each direction: minutes of a slow link. */
const capacity = 4_000_000;
/** How often bytes arrive, in milliseconds. */
const tick = 50;

const hostAddress = {address: '10.0.0.1', port: 5000};
const clientAddress = {address: '10.0.0.2', port: 40_000};

export type Rates = Readonly<Record<End, number>>;

/** `rates`: bytes per second, by the end to which they lead. */
export const openSlowRoom = async ({
	rates,
	texts = [],
	members = 0,
}: {
	readonly rates: Rates;
	readonly texts?: readonly string[];
	readonly members?: number;
}) => {
	const clock = new FakeClock();
	const room = new Room({name: 'main', log: new MemoryLog('history'), now: clock.now});
	const host = new Host({
		room,
		hostId: 'host',
		tlsUpgrader: cleartextUpgrader,
		plain: false,
		lineEnd: undefined,
		halfOpenLimit: undefined,
		clock,
		log: createSocketLog(() => undefined),
		createId: () => 'plain',
	});
	room.enter({id: 'host', name: 'alice', address: '10.0.0.1:5000'});
	for (let index = 0; index < members; index++) {
		room.enter({id: `member-${index}`, name: `member-${index}`, address: `10.1.0.1:${10_000 + index}`});
	}

	for (const text of texts) {
		room.postNext('host', text);
	}

	await endOfTurn();

	const pairs: SocketPair[] = [];
	const arrived: Record<End, number> = {host: 0, client: 0};
	const statuses: LinkStatus[] = [];
	/** How long each answer to a timed ping took. */
	const roundTrips: number[] = [];
	const received: string[] = [];
	let memberCount = 0;
	const ignore = () => undefined;
	const events: LinkEvents = {
		onStatus(status) {
			statuses.push(status);
		},
		onMe: ignore,
		onMembers(list) {
			memberCount = list.length;
		},
		onMessage({text}) {
			received.push(text);
		},
		onReplayed: ignore,
		onOlder: ignore,
		onQueued: ignore,
		onAck: ignore,
		onSent: ignore,
		onRefused: ignore,
		onInUse: () => undefined,
		onNumberTaken: ignore,
		onUnheard: ignore,
		onPaused: ignore,
		onCode: ignore,
		onReset: ignore,
	};
	const link = new Link({
		endpoint: {host: '10.0.0.1', port: 5000},
		name: 'bob',
		sid: 'b'.repeat(32),
		dial(_endpoint, {onConnection}) {
			const pair = new SocketPair({client: clientAddress, host: hostAddress, capacity});
			pair.onArrival = (to, bytes) => {
				arrived[to] += bytes.length;
			};

			pairs.push(pair);
			host.accept(pair.host.asSocket);
			onConnection(
				new Connection(
					pair.client.asSocket,
					createSocketLog(({verb, rtt}) => {
						if (verb === 'ping' && rtt !== undefined) {
							roundTrips.push(rtt);
						}
					}),
				),
			);
			return ignore;
		},
		clock,
		random: () => 0,
		log: createSocketLog(ignore),
		events,
	});
	link.start();

	const granted: Record<End, number> = {host: 0, client: 0};
	const deliver = (pair: SocketPair, to: End) => {
		let hasArrived = true;
		granted[to] += (rates[to] * tick) / 1000;

		while (hasArrived && arrived[to] < Math.floor(granted[to])) {
			hasArrived = pair.deliver(to, Math.floor(granted[to]) - arrived[to]);
		}

		// An idle link saves nothing up.
		granted[to] = Math.min(granted[to], arrived[to] + (rates[to] * tick) / 1000);
	};

	return {
		clock,
		room,
		link,
		arrived,
		received,
		statuses,
		roundTrips,
		connections: () => pairs.length,
		members: () => memberCount,
		/** The status of the link; `silentSince` is set while an answer is overdue. */
		wasSilent: () => statuses.some(status => status.status === 'open' && status.silentSince !== undefined),
		/**
		Lets time pass until the condition holds. Returns how many milliseconds, or Infinity if it
		does not within `longest`.
		*/
		async passUntil(condition: () => boolean, longest: number): Promise<number> {
			for (let time = 0; time <= longest; time += tick) {
				if (condition()) {
					return time;
				}

				const pair = pairs.at(-1);
				if (pair) {
					deliver(pair, 'host');
					deliver(pair, 'client');
				}

				for (let turn = 0; turn < 4; turn++) {
					await endOfTurn();
				}

				clock.pass(tick);
			}

			return Infinity;
		},
		async close() {
			const closed = link.close();
			clock.pass(5000);
			await Promise.all([closed, host.close('shutdown')]);
		},
	};
};

export type SlowRoom = Awaited<ReturnType<typeof openSlowRoom>>;

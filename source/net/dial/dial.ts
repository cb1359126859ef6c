import type {Endpoint} from '../address.ts';
import type {Clock} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {openConnection, type OpenConnection} from '../faults/open-connection.ts';
import type {SocketLog} from '../socket-log.ts';
import {findAddresses, lookUpBySystem, type LookUp} from './lookup.ts';
import {chooseFailure, openSocket, raceAddresses, type AttemptFailure, type OpenSocket} from './race.ts';
import {secureConnection} from './secure.ts';

export type DialEvents = {
	readonly onConnection: (connection: Connection) => void;
	/**
	`code`: the system's error code, `EAI_AGAIN` also for `lookupDeadline`; `no-answer` for
	`dialDeadline`; `no-ipv6`; or a HandshakeFailure of net/tls-psk.ts.
	*/
	readonly onFailure: (code: string) => void;
};

/** Starts one attempt to connect. Returns a function that cancels it: then no callback follows. */
export type Dial = (endpoint: Endpoint, events: DialEvents) => () => void;

export type DialOptions = {
	readonly clock: Clock;
	readonly log: SocketLog;
	/**
	Resolves with the room's current key, or with undefined while the user has not entered its code:
	then the dial fails with `no-code` if a private room is there. The dial connects only once this
	has resolved, as a host soon closes a connection that is silent. Without `key` the connection is
	plain.
	*/
	readonly key?: () => Promise<Uint8Array | undefined>;
	/**
	Resolves with more addresses of this computer, which are tried when that of the endpoint has
	failed.
	*/
	readonly findMore?: (() => Promise<readonly string[]>) | undefined;
	readonly lookUp?: LookUp;
	readonly openSocket?: OpenSocket;
	/** Default: a connection that nothing breaks on purpose. */
	readonly openConnection?: OpenConnection | undefined;
};

/**
Dials over TCP, and over TLS if there is a key. A name is looked up for each dial. Each step is in
the connection log.
*/
export const createDial =
	({
		clock,
		log,
		key,
		findMore,
		lookUp = lookUpBySystem,
		openSocket: open = openSocket,
		openConnection: create = openConnection,
	}: DialOptions): Dial =>
	(endpoint, {onConnection, onFailure}) => {
		let isCancelled = false;
		/** Cancel one step each; those of earlier steps do nothing any more. */
		const cancelSteps: Array<() => void> = [];

		const secure = (connection: Connection, roomKey: Uint8Array | undefined) => {
			const cancel = secureConnection(
				connection,
				{key: roomKey, clock},
				{
					onSecure() {
						onConnection(connection);
					},
					onFailure,
				},
			);
			cancelSteps.push(cancel);
		};

		const race = (
			addresses: readonly string[],
			onConnected: (connection: Connection) => void,
			onFailed: (failures: readonly AttemptFailure[]) => void,
		) => {
			const cancel = raceAddresses(
				addresses,
				{port: endpoint.port, clock, log, openSocket: open},
				{
					onFailure: onFailed,
					onConnected(socket, number, took) {
						const connection = create(socket, log, number);
						connection.log('connect', {took});
						onConnected(connection);
					},
				},
			);
			cancelSteps.push(cancel);
		};

		/** Tries the other addresses of this computer, if there are any. */
		const raceMore = async (failures: readonly AttemptFailure[], onConnected: (connection: Connection) => void) => {
			const tried = new Set(failures.map(({address}) => address));
			const more = findMore ? await findMore() : [];
			const others = more.filter(address => !tried.has(address));
			if (isCancelled) {
				return;
			}

			if (others.length === 0) {
				onFailure(chooseFailure(failures));
			} else {
				race(others, onConnected, later => {
					onFailure(chooseFailure([...failures, ...later]));
				});
			}
		};

		const connect = (onConnected: (connection: Connection) => void) => {
			const cancel = findAddresses(
				endpoint,
				{clock, log, lookUp},
				{
					onFailure,
					onAddresses(addresses) {
						race(addresses, onConnected, failures => {
							if (findMore) {
								void raceMore(failures, onConnected);
							} else {
								onFailure(chooseFailure(failures));
							}
						});
					},
				},
			);
			cancelSteps.push(cancel);
		};

		const start = async (getKey: () => Promise<Uint8Array | undefined>) => {
			let roomKey: Uint8Array | undefined;
			try {
				roomKey = await getKey();
			} catch {
				// The owner of the key reports why there is none.
				return;
			}

			if (!isCancelled) {
				connect(connection => {
					secure(connection, roomKey);
				});
			}
		};

		if (key) {
			void start(key);
		} else {
			connect(onConnection);
		}

		return () => {
			isCancelled = true;
			for (const cancel of cancelSteps) {
				cancel();
			}
		};
	};

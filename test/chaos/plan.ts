/**
Plans the lines and faults of a run. The plan depends on the options alone, which include a seed.
*/
import {between, createRandom, oneOf, type Random} from '../model/random.ts';

export type ChaosOptions = {
	readonly seed: number;
	/**
	How long lines are sent and the nemesis acts, in seconds; starting and draining come on top.
	*/
	readonly seconds: number;
	/** The number of lines of all members together. */
	readonly messages: number;
	readonly clients: number;
	/** How often the host is killed. */
	readonly kills: number;
	/** How often a client is killed. */
	readonly clientKills: number;
	/** How often a connection is interrupted. */
	readonly cuts: number;
};

/** The direction of bytes in a connection. */
export type Direction = 'to-host' | 'to-client';

/**
A black hole drops what is in flight on the present connection, on the whole path of the client, or
on its next connection.
*/
export type HoleScope = 'present' | 'path' | 'next';

/** `client` is an index; times are in milliseconds. */
export type Fault =
	| {readonly kind: 'reset' | 'end'; readonly client: number}
	| {readonly kind: 'half'; readonly client: number; readonly direction: Direction}
	| {
			readonly kind: 'hole';
			readonly client: number;
			readonly directions: readonly Direction[];
			readonly scope: HoleScope;
			readonly duration: number;
	  }
	| {readonly kind: 'refuse'; readonly client: number; readonly duration: number}
	| {readonly kind: 'delay'; readonly client: number; readonly delay: number; readonly duration: number}
	| {readonly kind: 'split'; readonly client: number; readonly duration: number}
	| {readonly kind: 'kill-client'; readonly client: number; readonly down: number}
	| {readonly kind: 'kill-host'; readonly down: number};

/** `at`: milliseconds after the start. */
export type PlannedFault = Fault & {readonly at: number};

/** Lines that are typed at once. `sender` is the index of a client; -1 is the host. */
export type Burst = {readonly at: number; readonly sender: number; readonly count: number};

export type Plan = {readonly faults: readonly PlannedFault[]; readonly bursts: readonly Burst[]};

const bothWays: readonly Direction[] = ['to-host', 'to-client'];

/**
Returns a duration in milliseconds: mostly short, sometimes longer than the handshake's deadline (5
s), rarely longer than those of the link (12 s) and the host (15 s).
*/
const chooseHoleDuration = (random: Random): number => {
	const which = random();
	if (which < 0.7) {
		return between(random, 100, 2500);
	}

	return which < 0.9 ? between(random, 2500, 8000) : between(random, 8000, 17_000);
};

const planCut = (random: Random, client: number): Fault => {
	const kind = oneOf(random, ['reset', 'reset', 'end', 'half', 'half', 'hole', 'hole', 'refuse'] as const);
	switch (kind) {
		case 'half': {
			return {kind, client, direction: oneOf(random, bothWays)};
		}

		case 'hole': {
			const scope = oneOf(random, ['present', 'path', 'next'] as const);
			const directions = oneOf(random, [bothWays, ['to-host'], ['to-client']] as const);
			// A hole on the next connection holds its hello, which then arrives after the client
			// has dialled again (5 s).
			return {
				kind,
				client,
				directions,
				scope,
				duration: scope === 'next' ? between(random, 4500, 8000) : chooseHoleDuration(random),
			};
		}

		case 'refuse': {
			return {kind, client, duration: between(random, 100, 3000)};
		}

		default: {
			return {kind, client};
		}
	}
};

const planSlowness = (random: Random, client: number): Fault =>
	random() < 0.5
		? {kind: 'delay', client, delay: between(random, 5, 250), duration: between(random, 500, 4000)}
		: {kind: 'split', client, duration: between(random, 500, 4000)};

/**
Kills one client in three while its hello is in flight, so that the hello arrives after that of the
next process.
*/
const planClientKills = ({seed, seconds, clients, clientKills}: ChaosOptions): PlannedFault[] => {
	const random = createRandom(seed, 'client kills');
	return Array.from({length: clientKills}, (): PlannedFault[] => {
		const client = between(random, 0, clients - 1);
		const at = between(random, 0, seconds * 1000);
		if (random() < 2 / 3) {
			return [{at, kind: 'kill-client', client, down: between(random, 0, 2000)}];
		}

		return [
			{at, kind: 'hole', client, directions: ['to-host'], scope: 'next', duration: between(random, 2000, 4500)},
			{at: at + between(random, 300, 1000), kind: 'kill-client', client, down: between(random, 0, 300)},
		];
	}).flat();
};

const planFaults = (options: ChaosOptions): PlannedFault[] => {
	const {seed, seconds, clients, kills, cuts} = options;
	const anyClient = (random: Random) => between(random, 0, clients - 1);
	const spread = (purpose: string, count: number, plan: (random: Random) => Fault): PlannedFault[] => {
		const random = createRandom(seed, purpose);
		return Array.from({length: count}, () => ({at: between(random, 0, seconds * 1000), ...plan(random)}));
	};

	return [
		...spread('cuts', cuts, random => planCut(random, anyClient(random))),
		...spread('slowness', Math.ceil(cuts / 3), random => planSlowness(random, anyClient(random))),
		...planClientKills(options),
		...spread('host kills', kills, random => ({kind: 'kill-host', down: between(random, 0, 1500)})),
	];
};

const planBursts = ({seed, seconds, messages, clients}: ChaosOptions): Burst[] => {
	const random = createRandom(seed, 'bursts');
	const most = Math.max(20, Math.ceil(messages / 500));
	const bursts: Burst[] = [];
	let rest = messages;
	while (rest > 0) {
		const count = Math.min(rest, random() < 0.7 ? between(random, 1, 4) : between(random, 10, most));
		bursts.push({at: between(random, 0, seconds * 1000), sender: between(random, -1, clients - 1), count});
		rest -= count;
	}

	return bursts;
};

const byTime = (one: {readonly at: number}, other: {readonly at: number}) => one.at - other.at;

export const createPlan = (options: ChaosOptions): Plan => ({
	faults: planFaults(options).toSorted(byTime),
	bursts: planBursts(options).toSorted(byTime),
});

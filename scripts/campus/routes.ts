/** Which way each router sends what: shortest paths over the links that carry, with their costs. */
import {formatAddress, formatNetwork} from './network/address.ts';
import {linkName, type Plan, type PlannedLink} from './plan.ts';

/** The next router's address for each network; the key is in CIDR notation, or `default`. */
export type RoutingTable = ReadonlyMap<string, string>;
/** The table of each router. */
export type Routes = ReadonlyMap<string, RoutingTable>;

type Step = {readonly to: string; readonly cost: number; readonly address: number};

/** The steps that a router can take: over each of its links to the router at the other end. */
const stepsFrom = (router: string, links: readonly PlannedLink[]): Step[] =>
	links.flatMap(({one, other, cost, oneAddress, otherAddress}) => {
		if (router === one) {
			return [{to: other, cost, address: otherAddress}];
		}

		return router === other ? [{to: one, cost, address: oneAddress}] : [];
	});

type Path = {
	readonly cost: number;
	/** The address of the first router on the way; `undefined` at its beginning. */
	readonly via: number | undefined;
};

/** Returns the cheapest path to each router that can be reached (Dijkstra's algorithm). */
export const findPaths = (from: string, links: readonly PlannedLink[]): Map<string, Path> => {
	const found = new Map<string, Path>();
	const open = new Map<string, Path>([[from, {cost: 0, via: undefined}]]);
	for (;;) {
		const nearest = [...open].toSorted(([, one], [, other]) => one.cost - other.cost)[0];
		if (!nearest) {
			return found;
		}

		const [at, path] = nearest;
		open.delete(at);
		found.set(at, path);
		for (const {to, cost, address} of stepsFrom(at, links)) {
			const next = {cost: path.cost + cost, via: path.via ?? address};
			if (!found.has(to) && next.cost < (open.get(to)?.cost ?? Number.POSITIVE_INFINITY)) {
				open.set(to, next);
			}
		}
	}
};

/** Returns the routes of every router, over these links. Networks that it is part of need none. */
export const computeRoutes = ({routers, lans, outside}: Plan, links: readonly PlannedLink[]): Routes =>
	new Map(
		routers.map(router => {
			const paths = findPaths(router, links);
			const table = new Map<string, string>();
			const add = (destination: string, ...ends: readonly string[]) => {
				const reached = ends.flatMap(end => paths.get(end) ?? []);
				const nearest = reached.toSorted((one, other) => one.cost - other.cost)[0];
				if (!ends.includes(router) && nearest?.via !== undefined) {
					table.set(destination, formatAddress(nearest.via));
				}
			};

			for (const lan of lans) {
				add(formatNetwork(lan.subnet), lan.router);
			}

			for (const link of links) {
				add(formatNetwork(link.subnet), link.one, link.other);
			}

			if (outside) {
				add('default', outside.router);
			}

			return [router, table];
		}),
	);

export type RouteChange = {
	readonly router: string;
	readonly destination: string;
	readonly via: string | undefined;
	readonly was: string | undefined;
};

export const compareRoutes = (before: Routes, after: Routes): RouteChange[] =>
	[...after].flatMap(([router, table]) => {
		const old = before.get(router) ?? new Map<string, string>();
		return [...new Set([...table.keys(), ...old.keys()])]
			.map(destination => ({router, destination, via: table.get(destination), was: old.get(destination)}))
			.filter(({via, was}) => via !== was);
	});

/** Returns the name of a destination in the plan, or the destination itself. */
const nameDestination = ({lans, links}: Plan, destination: string): string => {
	const lan = lans.find(({subnet}) => formatNetwork(subnet) === destination);
	const link = links.find(({subnet}) => formatNetwork(subnet) === destination);
	return lan?.name ?? (link ? linkName(link) : destination);
};

/** As `office: cs via 10.20.4.253 (was 10.20.4.245)`. */
export const formatChange = (plan: Plan, {router, destination, via, was}: RouteChange): string => {
	const now = via === undefined ? 'has no route' : `via ${via}`;
	return `${router}: ${nameDestination(plan, destination)} ${now}${was === undefined ? '' : ` (was ${was})`}`;
};

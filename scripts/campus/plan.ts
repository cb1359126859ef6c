/**
The address plan: variable-length subnets (VLSM), the largest first. A subnet has 2ⁿ addresses and
begins at a multiple of 2ⁿ; taken in falling order of size, each begins right where the one before
ends, and no gap is left.
*/
import {countAddresses, formatNetwork, type Network} from './network/address.ts';
import {TopologyError, type Host, type Lan, type Link, type Topology} from './topology.ts';

export type PlannedLan = Lan & {
	readonly subnet: Network;
	/** The router's address, the first of the subnet. */
	readonly gateway: number;
};

export type PlannedLink = Link & {
	readonly subnet: Network;
	/** The addresses of the two routers. */
	readonly oneAddress: number;
	readonly otherAddress: number;
};

export type PlannedHost = Host & {readonly address: number};

export type Plan = Omit<Topology, 'lans' | 'links' | 'hosts'> & {
	readonly lans: readonly PlannedLan[];
	readonly links: readonly PlannedLink[];
	readonly hosts: readonly PlannedHost[];
	/** How many addresses of the pool are in subnets. */
	readonly planned: number;
};

/** Each subnet loses its first address, the network's own, and its last, for broadcasts. */
const reserved = 2;

/** Returns the longest prefix whose subnet has so many usable addresses. */
export const prefixFor = (usable: number): number => Math.clz32(usable + reserved - 1);

const createTaker = (pool: Network) => {
	const end = pool.base + countAddresses(pool);
	let next = pool.base;
	return {
		take(line: number, what: string, prefix: number): Network {
			const size = 2 ** (32 - prefix);
			const base = Math.ceil(next / size) * size;
			if (base + size > end) {
				const need = `${what} needs ${size} addresses`;
				throw new TopologyError(
					line,
					`the pool ${formatNetwork(pool)} is too small: ${need}, and ${end - next} are left`,
				);
			}

			next = base + size;
			return {base, prefix};
		},
		countTaken: () => next - pool.base,
	};
};

/** The name of the network between two routers. */
export const linkName = ({one, other}: Pick<Link, 'one' | 'other'>): string => `${one}–${other}`;

const planHosts = (hosts: readonly Host[], lans: readonly PlannedLan[]): PlannedHost[] => {
	const counts = new Map<string, number>();
	return hosts.map(host => {
		const lan = lans.find(({name}) => name === host.lan);
		const number = (counts.get(host.lan) ?? 0) + 1;
		counts.set(host.lan, number);
		if (!lan || number > lan.hosts) {
			throw new TopologyError(host.line, `${host.lan} is for ${lan?.hosts ?? 0} hosts, and this is one more`);
		}

		return {...host, address: lan.gateway + number};
	});
};

/** Computes the plan. Throws a `TopologyError` if the pool is too small. */
export const planCampus = (topology: Topology): Plan => {
	const taker = createTaker(topology.pool);
	const lans = topology.lans
		.toSorted((one, other) => other.hosts - one.hosts)
		.map(lan => {
			const subnet = taker.take(lan.line, lan.name, prefixFor(lan.hosts + 1));
			return {...lan, subnet, gateway: subnet.base + 1};
		});
	const links = topology.links.map(link => {
		const subnet = taker.take(link.line, linkName(link), 30);
		return {...link, subnet, oneAddress: subnet.base + 1, otherAddress: subnet.base + 2};
	});
	return {...topology, lans, links, hosts: planHosts(topology.hosts, lans), planned: taker.countTaken()};
};

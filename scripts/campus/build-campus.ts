/** The commands that make a campus from its plan. Nothing here runs them. */
import {formatAddress} from './network/address.ts';
import {
	addAddress,
	addCable,
	addNamespace,
	addSwitch,
	ipIn,
	joinSwitch,
	raise,
	type Command,
	type Plug,
} from './network/commands.ts';
import {firewallScript, natScript} from './firewall.ts';
import {sortByNamespace} from './network/script.ts';
import type {Plan, PlannedLan, PlannedLink} from './plan.ts';
import {computeRoutes, type Routes} from './routes.ts';
import {outsideName} from './topology.ts';

/** Returns the name of a node's namespace in the campus of this name. */
export type NamespaceOf = (node: string) => string;

export const namespacesOf =
	(campus: string): NamespaceOf =>
	node =>
		`${campus}-${node}`;

/** A switch is called after its LAN. */
export const switchName = (lan: string): string => `sw-${lan}`;

/** A router's interface to another router, and to a LAN. */
export const linkDevice = (router: string): string => `to-${router}`;
export const lanDevice = (lan: string): string => `lan-${lan}`;
export const outsideDevice = 'wan';

const bridge = 'br0';

/** Every node that gets a namespace: routers, switches, hosts and the provider. */
export const nodesOf = ({routers, lans, hosts, outside}: Plan): string[] => [
	...routers,
	...lans.map(({name}) => switchName(name)),
	...hosts.map(({name}) => name),
	...(outside ? [outsideName] : []),
];

const outsideAddresses = ({outside}: Plan) =>
	outside && {
		router: outside.router,
		routerAddress: outside.network.base + 1,
		address: outside.network.base + 10,
		prefix: outside.network.prefix,
	};

/**
The hosts file of every node: the names of all hosts, of routers by their LANs (`gw-cs`), and of the
provider.
*/
export const hostsFile = (plan: Plan): string => {
	const provider = outsideAddresses(plan);
	const entries: Array<readonly [number, string]> = [
		...plan.hosts.map(({name, address}) => [address, name] as const),
		...plan.lans.map(({name, gateway}) => [gateway, `gw-${name}`] as const),
		...(provider ? [[provider.address, outsideName] as const] : []),
	];
	return ['127.0.0.1 localhost', ...entries.map(([address, name]) => `${formatAddress(address)} ${name}`), ''].join(
		'\n',
	);
};

const inNamespace = (namespace: string, ...command: readonly string[]): Command => [
	'ip',
	'netns',
	'exec',
	namespace,
	...command,
];

const withPrefix = (address: number, {prefix}: {readonly prefix: number}) => `${formatAddress(address)}/${prefix}`;

/** An interface with the address that it gets, and the end of its cable. */
type Cable = {
	readonly end: Plug;
	readonly address: string;
	readonly otherEnd: Plug;
	/** The other's; `undefined`: it is a port of a switch. */
	readonly otherAddress: string | undefined;
};

const lanCables = (lan: PlannedLan, {hosts}: Plan, namespaceOf: NamespaceOf): Cable[] => {
	const portTo = (device: string) => ({namespace: namespaceOf(switchName(lan.name)), device});
	return [
		{
			end: {namespace: namespaceOf(lan.router), device: lanDevice(lan.name)},
			address: withPrefix(lan.gateway, lan.subnet),
			otherEnd: portTo('uplink'),
			otherAddress: undefined,
		},
		...hosts
			.filter(host => host.lan === lan.name)
			.map(({name, address}) => ({
				end: {namespace: namespaceOf(name), device: 'eth0'},
				address: withPrefix(address, lan.subnet),
				otherEnd: portTo(name),
				otherAddress: undefined,
			})),
	];
};

const linkCable = ({one, other, subnet, ...link}: PlannedLink, namespaceOf: NamespaceOf): Cable => ({
	end: {namespace: namespaceOf(one), device: linkDevice(other)},
	address: withPrefix(link.oneAddress, subnet),
	otherEnd: {namespace: namespaceOf(other), device: linkDevice(one)},
	otherAddress: withPrefix(link.otherAddress, subnet),
});

const outsideCables = (plan: Plan, namespaceOf: NamespaceOf): Cable[] => {
	const provider = outsideAddresses(plan);
	return provider
		? [
				{
					end: {namespace: namespaceOf(provider.router), device: outsideDevice},
					address: withPrefix(provider.routerAddress, provider),
					otherEnd: {namespace: namespaceOf(outsideName), device: 'eth0'},
					otherAddress: withPrefix(provider.address, provider),
				},
			]
		: [];
};

const connect = ({end, otherEnd, otherAddress}: Cable): Command[] => [
	addCable(otherEnd, end),
	...(otherAddress === undefined ? [joinSwitch(otherEnd, bridge)] : []),
];

const configure = ({end, address, otherEnd, otherAddress}: Cable): Command[] => [
	addAddress(end, address),
	raise(end),
	...(otherAddress === undefined ? [] : [addAddress(otherEnd, otherAddress), raise(otherEnd)]),
];

const hostRoutes = ({hosts, lans}: Plan, namespaceOf: NamespaceOf): Command[] =>
	hosts.flatMap(({name, lan}) =>
		lans
			.filter(each => each.name === lan)
			.map(({gateway}) => ipIn(namespaceOf(name), 'route', 'add', 'default', 'via', formatAddress(gateway))),
	);

/** Forwards packets, and takes them from wherever they come: a reroute can make a way one-way. */
const forwarding = 'cd /proc/sys/net/ipv4 && echo 1 > ip_forward && echo 0 > conf/all/rp_filter';

const buildRouter = (router: string, plan: Plan, namespaceOf: NamespaceOf): Command[] => {
	const namespace = namespaceOf(router);
	const nat = natScript(router, plan);
	return [
		inNamespace(namespace, 'sh', '-c', forwarding),
		inNamespace(namespace, 'nft', firewallScript(router, plan, plan.denials)),
		...(nat === undefined ? [] : [inNamespace(namespace, 'nft', nat)]),
	];
};

/** The commands that set these routes. */
export const setRoutes = (routes: Routes, namespaceOf: NamespaceOf): Command[] =>
	[...routes].flatMap(([router, table]) =>
		[...table].map(([destination, via]) =>
			ipIn(namespaceOf(router), 'route', 'replace', destination, 'via', via, 'proto', 'static'),
		),
	);

/** All commands of `up`, in order. */
export const buildCampus = (plan: Plan, namespaceOf: NamespaceOf): Command[] => {
	const namespaces = nodesOf(plan).map(node => namespaceOf(node));
	const cables = [
		...plan.lans.flatMap(lan => lanCables(lan, plan, namespaceOf)),
		...plan.links.map(link => linkCable(link, namespaceOf)),
		...outsideCables(plan, namespaceOf),
	];
	return [
		...namespaces.map(namespace => addNamespace(namespace)),
		...sortByNamespace([
			...plan.lans.flatMap(({name}) => addSwitch(namespaceOf(switchName(name)), bridge)),
			...cables.flatMap(cable => connect(cable)),
		]),
		...plan.routers.flatMap(router => buildRouter(router, plan, namespaceOf)),
		...sortByNamespace([
			...namespaces.map(namespace => raise({namespace, device: 'lo'})),
			...cables.flatMap(cable => configure(cable)),
			...hostRoutes(plan, namespaceOf),
			...setRoutes(computeRoutes(plan, plan.links), namespaceOf),
		]),
	];
};

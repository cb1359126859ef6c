/**
The commands that build networks from namespaces. A network namespace has interfaces, routes and a
firewall of its own; a veth pair is a cable between two of them, and a bridge is a switch.
*/

/** A program and its arguments. */
export type Command = readonly string[];

/** Where one end of a cable is. */
export type Plug = {
	readonly namespace: string;
	/** The interface's name, 15 characters at most. */
	readonly device: string;
	/** Its hardware address; the kernel chooses one otherwise. */
	readonly hardware?: string;
};

/** Returns a command of `ip` in this namespace. */
export const ipIn = (namespace: string, ...args: readonly string[]): Command => ['ip', '-n', namespace, ...args];

/** A network in which nothing is up, not even the loopback. */
export const addNamespace = (namespace: string): Command => ['ip', 'netns', 'add', namespace];

export const deleteNamespace = (namespace: string): Command => ['ip', 'netns', 'delete', namespace];

export const raise = ({namespace, device}: Plug): Command => ipIn(namespace, 'link', 'set', device, 'up');

export const addSwitch = (namespace: string, bridge: string): Command[] => [
	ipIn(namespace, 'link', 'add', bridge, 'type', 'bridge'),
	raise({namespace, device: bridge}),
];

const hardwareOf = ({hardware}: Plug) => (hardware === undefined ? [] : ['address', hardware]);

/** A cable between two interfaces, both still down. */
export const addCable = (one: Plug, other: Plug): Command =>
	ipIn(
		one.namespace,
		'link',
		'add',
		one.device,
		...hardwareOf(one),
		'type',
		'veth',
		'peer',
		'name',
		other.device,
		...hardwareOf(other),
		'netns',
		other.namespace,
	);

/** Connects a port with a switch in the same namespace. */
export const joinSwitch = ({namespace, device}: Plug, bridge: string): Command =>
	ipIn(namespace, 'link', 'set', device, 'master', bridge, 'up');

/** Disconnects a port: frames are lost, but the cable keeps its carrier. */
export const leaveSwitch = ({namespace, device}: Plug): Command => ipIn(namespace, 'link', 'set', device, 'nomaster');

/** An interface with an address, cabled to a port of a switch. */
export const connectToSwitch = (end: Plug, port: Plug, bridge: string, address: string): Command[] => [
	addCable(end, port),
	joinSwitch(port, bridge),
	addAddress(end, address),
	raise(end),
];

/** `address`: with the length of its prefix. */
export const addAddress = ({namespace, device}: Plug, address: string): Command =>
	ipIn(namespace, 'address', 'add', address, 'dev', device);

/**
Computers on a network of their own, and what goes wrong between them: namespaces that a bridge in
one more namespace joins.
*/
import {spawnSync} from 'node:child_process';
import {
	addSwitch,
	connectToSwitch,
	ipIn,
	joinSwitch,
	leaveSwitch,
	type Command,
	type Plug,
} from '../../scripts/campus/network/commands.ts';
import type {Cleanup} from './line-process.ts';
import {openNamespace, runCommand, runCommands, withoutNamespaces} from './network-namespace.ts';

type Computer = {
	readonly namespace: ReturnType<typeof openNamespace>;
	/** Its end of the cable at the bridge. */
	readonly port: string;
	readonly hardware: string;
	address: string;
	isUp: boolean;
};

/** Runs a command as it is. */
const run = (command: Command): string => {
	const [file = '', ...args] = command;
	const {status, stdout, stderr, error} = spawnSync(file, args, {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(`${command.join(' ')}: ${error?.message ?? stderr.trim()}`);
	}

	return stdout;
};

const bridge = 'bridge';

const two = (value: number): string => value.toString(16).padStart(2, '0');

/**
An address on the same network that no computer has: the kernel sends ARP requests for 3 s, then
reports EHOSTUNREACH.
*/
export const vacantAddress = '10.77.0.250';
/** An address on another network, where no route leads: the kernel says ENETUNREACH. */
export const foreignAddress = '10.99.0.1';

/** The network of several computers, called as `sides` says, removed after the test. */
export const openNetwork = <const Side extends string>(t: Cleanup, sides: readonly Side[]) => {
	const middle = openNamespace(t);
	const computers = new Map<Side, Computer>();
	let lastNumber = 0;

	const nextAddress = () => `10.77.0.${++lastNumber}`;
	const computerOf = (side: Side): Computer => {
		const computer = computers.get(side);
		if (!computer) {
			throw new RangeError(`There is no ${side} on this network`);
		}

		return computer;
	};

	const ipAt = (side: Side, ...args: readonly string[]) => {
		runCommand(ipIn(computerOf(side).namespace.name, ...args));
	};

	const portOf = (side: Side): Plug => ({namespace: middle.name, device: computerOf(side).port});
	const setPort = (side: Side, ...args: readonly string[]) => {
		runCommand(ipIn(middle.name, 'link', 'set', computerOf(side).port, 'type', 'bridge_slave', ...args));
	};

	/**
	Every computer has the others' hardware addresses, as it has its router's: packets into a black
	hole are then lost silently, as they are at a firewall, instead of failing as unreachable after
	3 s.
	*/
	const introduce = () => {
		const all = [...computers.values()];
		runCommands(
			all
				.filter(({isUp}) => isUp)
				.flatMap(one =>
					all
						.filter(other => other !== one)
						.map(({address, hardware}) => {
							const entry = ['lladdr', hardware, 'dev', 'eth0', 'nud', 'permanent'];
							return ipIn(one.namespace.name, 'neigh', 'replace', address, ...entry);
						}),
				),
		);
	};

	const addComputer = (side: Side) => {
		const namespace = openNamespace(t);
		const address = nextAddress();
		const computer = {
			namespace,
			port: `port${lastNumber}`,
			hardware: `02:00:00:00:00:${two(lastNumber)}`,
			address,
			isUp: true,
		};
		computers.set(side, computer);
		const end = {namespace: namespace.name, device: 'eth0', hardware: computer.hardware};
		runCommands(connectToSwitch(end, portOf(side), bridge, `${address}/24`));
	};

	const close = () => {
		for (const {namespace} of computers.values()) {
			namespace.close();
		}

		middle.close();
	};

	try {
		runCommands(addSwitch(middle.name, bridge));
		for (const side of sides) {
			addComputer(side);
		}

		introduce();
	} catch (error) {
		close();
		throw error;
	}

	return {
		/** The command, on this computer. It keeps its pid, so a signal reaches it. */
		wrap: (side: Side, command: readonly string[]): string[] => computerOf(side).namespace.wrap(command),
		address: (side: Side): string => computerOf(side).address,
		/**
		Drops everything that it sends and that is sent to it. Its link stays up, so no computer
		notices. (A bridge port that goes down would take the link down.)
		*/
		blackHole(side: Side) {
			runCommand(leaveSwitch(portOf(side)));
		},
		/** Ends a black hole. */
		heal(side: Side) {
			runCommand(joinSwitch(portOf(side), bridge));
		},
		/**
		Drops what is sent to it, and delivers what it sends: the bridge forgets its port and does
		not flood.
		*/
		deafen(side: Side) {
			setPort(side, 'learning', 'off', 'flood', 'off', 'fdb_flush');
		},
		/** Ends its deafness. */
		undeafen(side: Side) {
			setPort(side, 'learning', 'on', 'flood', 'on');
		},
		/**
		Makes its link slow, both ways: so many bytes a second, and a queue of 8 KiB before packets
		are dropped. Needs the kernel's token bucket filter.
		*/
		slow(side: Side, rate: number) {
			const filter = ['root', 'tbf', 'rate', `${rate * 8}bit`, 'burst', '1600', 'limit', '8192'];
			runCommands([
				['tc', '-n', computerOf(side).namespace.name, 'qdisc', 'add', 'dev', 'eth0', ...filter],
				['tc', '-n', middle.name, 'qdisc', 'add', 'dev', computerOf(side).port, ...filter],
			]);
		},
		/**
		Takes its interface down, and its routes with it, as when its cable is pulled or its
		wireless is switched off.
		*/
		linkDown(side: Side) {
			ipAt(side, 'link', 'set', 'eth0', 'down');
			computerOf(side).isUp = false;
		},
		linkUp(side: Side) {
			ipAt(side, 'link', 'set', 'eth0', 'up');
			computerOf(side).isUp = true;
			introduce();
		},
		/** Changes the address, as in another network. Returns the new one. */
		changeAddress(side: Side): string {
			const computer = computerOf(side);
			ipAt(side, 'address', 'delete', `${computer.address}/24`, 'dev', 'eth0');
			for (const other of sides.filter(name => name !== side)) {
				ipAt(other, 'neigh', 'delete', computer.address, 'dev', 'eth0');
			}

			computer.address = nextAddress();
			ipAt(side, 'address', 'add', `${computer.address}/24`, 'dev', 'eth0');
			introduce();
			return computer.address;
		},
		/**
		Leaves it an IPv6 address and its link-local one, without the time that the kernel takes to
		look for duplicates. Returns the address.
		*/
		useIPv6Only(side: Side): string {
			const {address} = computerOf(side);
			const next = address.replace(/^.*\./, 'fd77::');
			ipAt(side, 'address', 'delete', `${address}/24`, 'dev', 'eth0');
			ipAt(side, 'address', 'add', `${next}/64`, 'dev', 'eth0', 'nodad');
			return next;
		},
		/** Takes away its IPv6 addresses, but for the link-local one. */
		removeIPv6(side: Side, address: string) {
			ipAt(side, 'address', 'delete', `${address}/64`, 'dev', 'eth0');
		},
		/**
		Makes it answer everything from `from` with ICMP "administratively prohibited", as a
		rejecting firewall does. Uses routing rules: neither iptables nor nft is needed. Throws
		where the kernel's settings cannot be written.
		*/
		reject(side: Side, from: Side) {
			run(computerOf(side).namespace.wrap(['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']));
			ipAt(side, 'rule', 'add', 'pref', '100', 'lookup', 'local');
			ipAt(side, 'rule', 'delete', 'pref', '0');
			ipAt(side, 'rule', 'add', 'pref', '1', 'from', computerOf(from).address, 'prohibit');
		},
		/** Its cable is gone for good, and nobody heard it say goodbye. */
		vanish(side: Side) {
			runCommand(ipIn(middle.name, 'link', 'delete', computerOf(side).port));
			computerOf(side).isUp = false;
		},
		/**
		Returns, for each of its connections to `peer`, the bytes that are unsent or unacknowledged.
		*/
		sendQueues(side: Side, peer: Side): number[] {
			const output = run(computerOf(side).namespace.wrap(['ss', '-t', '-n', '-H', 'dst', computerOf(peer).address]));
			return output
				.split('\n')
				.filter(line => line !== '')
				.map(line => Number(line.trim().split(/\s+/)[2]));
		},
		close,
	};
};

let reason: string | false | undefined;

const probe = (): string | false => {
	const withoutAny = withoutNamespaces();
	if (withoutAny !== false) {
		return withoutAny;
	}

	try {
		openNetwork(undefined, ['one', 'other']).close();
		return false;
	} catch (error) {
		return `needs a bridge and veth pairs between network namespaces (${error instanceof Error ? error.message : String(error)})`;
	}
};

/** For `{skip}`: `false`, or the sentence that says why this computer can make no networks. */
export const withoutNetworks = (): string | false => {
	reason ??= probe();
	return reason;
};

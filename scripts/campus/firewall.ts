/** Scripts for nft: the packets that a router refuses, translates and drops. */
import {formatAddress, formatNetwork} from './network/address.ts';
import type {Plan} from './plan.ts';
import {outsideName, type Denial, type Refusal} from './topology.ts';

/** Where one end of a rule is: its addresses, and the router that its packets meet first. */
const locate = (
	{lans, hosts, outside}: Plan,
	name: string,
): {readonly addresses: string; readonly router: string; readonly lan: string} => {
	const host = hosts.find(each => each.name === name);
	const lan = lans.find(each => each.name === (host?.lan ?? name));
	if (lan) {
		return {
			addresses: host ? formatAddress(host.address) : formatNetwork(lan.subnet),
			router: lan.router,
			lan: lan.name,
		};
	}

	if (outside && name === outsideName) {
		return {addresses: formatNetwork(outside.network), router: outside.router, lan: outsideName};
	}

	throw new RangeError(`There is no LAN or host called ${name}.`);
};

/**
Returns the router that checks packets from this end. Throws a `RangeError` for an unknown name, and
for two ends in one LAN: no router sees what they send to each other.
*/
export const checkingRouter = (plan: Plan, {from, to}: Pick<Denial, 'from' | 'to'>): string => {
	const source = locate(plan, from);
	if (source.lan === locate(plan, to).lan) {
		throw new RangeError(`${from} and ${to} are in the same LAN: what they send to each other passes no router.`);
	}

	return source.router;
};

const verdicts: Readonly<Record<Refusal, readonly string[]>> = {
	prohibited: ['counter reject with icmp type admin-prohibited'],
	drop: ['counter drop'],
	// Only TCP knows a reset.
	reset: ['meta l4proto tcp counter reject with tcp reset', 'counter reject with icmp type port-unreachable'],
};

/** The rules of one router: a list that is read in order for each packet that it passes on. */
export const firewallScript = (router: string, plan: Plan, denials: readonly Denial[]): string => {
	const rules = denials
		.filter(denial => checkingRouter(plan, denial) === router)
		.flatMap(({from, to, refusal}) => {
			const match = `ip saddr ${locate(plan, from).addresses} ip daddr ${locate(plan, to).addresses}`;
			return verdicts[refusal].map(verdict => `${match} ${verdict} comment "deny ${from} ${to} ${refusal}"`);
		});
	return [
		'add table inet firewall',
		'add chain inet firewall forward { type filter hook forward priority 0; policy accept; }',
		'flush chain inet firewall forward',
		...rules.map(rule => `add rule inet firewall forward ${rule}`),
	].join('; ');
};

/** The translation of one router: LANs behind its own address, and all of the campus outside. */
export const natScript = (router: string, {lans, outside}: Plan): string | undefined => {
	const rules = [
		...lans
			.filter(lan => lan.router === router && lan.isTranslated)
			.map(({name, subnet}) => `ip saddr ${formatNetwork(subnet)} oifname != "lan-${name}" masquerade`),
		...(outside?.router === router ? ['oifname "wan" masquerade'] : []),
	];
	if (rules.length === 0) {
		return undefined;
	}

	return `table ip nat { chain post { type nat hook postrouting priority 100; ${rules.join('; ')}; }; }`;
};

/**
Loses every packet on one interface, both ways, while the link stays up: no router notices, as with
a fault inside a cable.
*/
export const loseScript = (device: string): string => {
	const table = lossTable(device);
	return [
		`table inet ${table} {`,
		`chain in { type filter hook prerouting priority -400; iifname "${device}" counter drop; };`,
		`chain out { type filter hook postrouting priority 400; oifname "${device}" counter drop; };`,
		'}',
	].join(' ');
};

/** The table that loses what is on this interface. */
export const lossTable = (device: string) => `lost_${device.replaceAll('-', '_')}`;

/** Ends that; no error if nothing was lost. */
export const deliverScript = (device: string): string =>
	`add table inet ${lossTable(device)}; delete table inet ${lossTable(device)}`;

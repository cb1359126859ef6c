import {countAddresses, formatAddress, formatMask, formatNetwork} from './network/address.ts';
import {linkName, type Plan, type PlannedHost} from './plan.ts';

const header = ['network', 'router', 'needs', 'subnet', 'mask', 'gateway', 'first', 'last', 'spare'];

const lastOf = (network: {readonly base: number; readonly prefix: number}) =>
	network.base + countAddresses(network) - 2;

const alignRows = (rows: ReadonlyArray<readonly string[]>): string[] => {
	const widths = header.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	return rows.map(row =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
};

const hostsPerLine = 4;

const formatHosts = (hosts: readonly PlannedHost[]): string[] => {
	const cells = hosts.map(({name, address}) => `${name} ${formatAddress(address)}`);
	const width = Math.max(0, ...cells.map(cell => cell.length));
	return cells.flatMap((_, index) =>
		index % hostsPerLine === 0
			? [
					cells
						.slice(index, index + hostsPerLine)
						.map(cell => cell.padEnd(width + 2))
						.join('')
						.trimEnd(),
				]
			: [],
	);
};

/**
Returns the lines of the plan. `needs` is without the router, `first` and `last` are what hosts can
have, and `spare` is what they leave.
*/
export const formatPlan = ({pool, lans, links, hosts, planned}: Plan): string[] => {
	const lanRows = lans.map(lan => [
		lan.name,
		lan.router,
		String(lan.hosts),
		formatNetwork(lan.subnet),
		formatMask(lan.subnet),
		formatAddress(lan.gateway),
		formatAddress(lan.gateway + 1),
		formatAddress(lastOf(lan.subnet)),
		String(countAddresses(lan.subnet) - 3 - lan.hosts),
	]);
	const linkRows = links.map(link => [
		linkName(link),
		'',
		'2',
		formatNetwork(link.subnet),
		formatMask(link.subnet),
		'',
		formatAddress(link.oneAddress),
		formatAddress(link.otherAddress),
		'0',
	]);
	const total = countAddresses(pool);
	return [
		...alignRows([header, ...lanRows, ...linkRows]),
		'',
		`${planned} of ${total} addresses of ${formatNetwork(pool)} are planned, ${total - planned} are free.`,
		...formatHosts(hosts),
	];
};

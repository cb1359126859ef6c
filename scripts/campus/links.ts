/** Cables that are pulled and put back, and the routes that follow. */
import {linkDevice, setRoutes} from './build-campus.ts';
import {CampusError} from './campus-error.ts';
import {askInterfaces, askTables, nftOn, type Campus} from './campus.ts';
import {deliverScript, loseScript, lossTable} from './firewall.ts';
import {ipIn, type Command} from './network/commands.ts';
import {runAllAsOwner} from './network/namespace-owner.ts';
import {linkName, type PlannedLink} from './plan.ts';
import {compareRoutes, computeRoutes, formatChange, type RouteChange, type Routes} from './routes.ts';

export const findLink = ({plan}: Campus, one: string, other: string): PlannedLink => {
	const link = plan.links.find(
		each => (each.one === one && each.other === other) || (each.one === other && each.other === one),
	);
	if (!link) {
		const names = plan.links.map(each => linkName(each)).join(', ');
		throw new CampusError(`There is no link between ${one} and ${other}. There are ${names}.`);
	}

	return link;
};

/** Each router of a link, with its interface to the other. */
const endsOf = ({one, other}: PlannedLink) => [
	{router: one, device: linkDevice(other)},
	{router: other, device: linkDevice(one)},
];

/** How a link is: `lossy`: both ends believe that it is up, and nothing arrives. */
export type LinkCondition = 'up' | 'down' | 'lossy';

/** Asks the kernel how every link is. */
export const readLinks = (campus: Campus): Map<PlannedLink, LinkCondition> => {
	const interfaces = askInterfaces(campus, 'link', 'show');
	const tables = askTables(campus);
	const isRaised = (router: string, device: string) =>
		interfaces
			.get(router)
			?.some(({ifname, flags}) => ifname === device && Array.isArray(flags) && flags.includes('UP'));
	return new Map(
		campus.plan.links.map(link => {
			const ends = endsOf(link);
			const isLossy = ends.some(({router, device}) => tables.get(router)?.includes(lossTable(device)));
			const condition = isLossy ? 'lossy' : 'up';
			return [link, ends.every(({router, device}) => isRaised(router, device)) ? condition : 'down'];
		}),
	);
};

export const readRoutes = (campus: Campus): Routes =>
	new Map(
		[...askInterfaces(campus, 'route', 'show', 'proto', 'static')].map(([router, rows]) => [
			router,
			new Map(rows.map(({dst, gateway}) => [String(dst), String(gateway)])),
		]),
	);

/**
Sets on each router the routes over the links that are up, as a routing protocol would. Returns the
changes since `before`.
*/
export const converge = (campus: Campus, before: Routes): RouteChange[] => {
	const links = [...readLinks(campus)].filter(([, condition]) => condition === 'up').map(([link]) => link);
	const wanted = computeRoutes(campus.plan, links);
	const differences = compareRoutes(readRoutes(campus), wanted);
	const removals = differences
		.filter(({via}) => via === undefined)
		.map(({router, destination}) =>
			ipIn(campus.namespaceOf(router), 'route', 'delete', destination, 'proto', 'static'),
		);
	runAllAsOwner(campus.owner, [...removals, ...setRoutes(wanted, campus.namespaceOf)]);
	return compareRoutes(before, wanted);
};

const actions = {
	down: ({namespaceOf}: Campus, router: string, device: string): Command[] => [
		ipIn(namespaceOf(router), 'link', 'set', device, 'down'),
	],
	lossy: (campus: Campus, router: string, device: string): Command[] => [
		nftOn(campus, router, deliverScript(device)),
		nftOn(campus, router, loseScript(device)),
	],
	up: (campus: Campus, router: string, device: string): Command[] => [
		nftOn(campus, router, deliverScript(device)),
		ipIn(campus.namespaceOf(router), 'link', 'set', device, 'up'),
	],
};

/** Sets both ends of a link, and leaves all routes as they are. */
export const setLink = (campus: Campus, link: PlannedLink, condition: LinkCondition): void => {
	runAllAsOwner(
		campus.owner,
		endsOf(link).flatMap(({router, device}) => actions[condition](campus, router, device)),
	);
};

export const describeChanges = ({plan}: Campus, changes: readonly RouteChange[]): string[] => [
	...changes.map(change => formatChange(plan, change)),
	changes.length === 1 ? '1 route changed.' : `${changes.length} routes changed.`,
];

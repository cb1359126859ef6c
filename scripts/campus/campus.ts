/** A campus that is up: its plan, and who owns its namespaces. */
import {namespacesOf, nodesOf, type NamespaceOf} from './build-campus.ts';
import {CampusError} from './campus-error.ts';
import {ipIn, type Command} from './network/commands.ts';
import {runAllAsOwner, type NamespaceOwner} from './network/namespace-owner.ts';
import {parseTopology} from './parse-topology.ts';
import {planCampus, type Plan} from './plan.ts';
import {isRunning, ownerOf, readState, type CampusState} from './state.ts';

export type Campus = {
	readonly state: CampusState;
	readonly plan: Plan;
	readonly owner: NamespaceOwner;
	readonly namespaceOf: NamespaceOf;
};

export const isUp = ({isComplete, keeper}: CampusState): boolean =>
	isComplete && (keeper === undefined || isRunning(keeper));

export const campusOf = (state: CampusState): Campus => ({
	state,
	plan: planCampus(parseTopology(state.topology)),
	owner: ownerOf(state),
	namespaceOf: namespacesOf(state.name),
});

/** Returns the campus of this name; throws if it is not up. */
export const openCampus = (name: string): Campus => {
	const state = readState(name);
	if (!state || !isUp(state)) {
		throw new CampusError(`The campus "${name}" is not up. To bring it up: npm run campus -- up`);
	}

	return campusOf(state);
};

/** As `20 namespaces: 4 routers, 7 switches, 8 hosts, the outside`. */
export const describeNodes = (plan: Plan): string => {
	const {routers, lans, hosts, outside} = plan;
	const parts = [`${routers.length} routers`, `${lans.length} switches`, `${hosts.length} hosts`];
	return `${nodesOf(plan).length} namespaces: ${[...parts, ...(outside ? ['the outside'] : [])].join(', ')}`;
};

/** The command of nft on a router. */
export const nftOn = ({namespaceOf}: Pick<Campus, 'namespaceOf'>, router: string, script: string): Command => [
	'ip',
	'netns',
	'exec',
	namespaceOf(router),
	'nft',
	script,
];

/** Runs one command for each router, and returns what each answers. */
const askRouters = ({plan, owner}: Campus, commandFor: (router: string) => Command): Map<string, string> => {
	const commands = plan.routers.flatMap(router => [commandFor(router), ['echo', ';']]);
	const answers = runAllAsOwner(owner, commands).split(/^;\n/m);
	return new Map(plan.routers.map((router, index) => [router, answers[index] ?? '']));
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

/** Asks each router with `ip -j`, and returns the rows of the answer. */
export const askInterfaces = (campus: Campus, ...args: readonly string[]) => {
	const answers = askRouters(campus, router => ipIn(campus.namespaceOf(router), '-j', ...args));
	return new Map(
		[...answers].map(([router, text]) => {
			const rows: unknown = JSON.parse(text.trim() || '[]');
			return [router, Array.isArray(rows) ? rows.filter(row => isRecord(row)) : []];
		}),
	);
};

/** The tables of nft that each router has. */
export const askTables = (campus: Campus): Map<string, string> =>
	askRouters(campus, router => nftOn(campus, router, 'list tables'));

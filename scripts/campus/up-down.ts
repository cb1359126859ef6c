/** Makes a campus and removes it. */
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readlinkSync, statSync} from 'node:fs';
import process from 'node:process';
import {setInterval} from 'node:timers/promises';
import {buildCampus, hostsFile, namespacesOf, nodesOf} from './build-campus.ts';
import {CampusError} from './campus-error.ts';
import {campusOf, describeNodes, isUp} from './campus.ts';
import {deleteNamespace} from './network/commands.ts';
import {findOwner, runAllAsOwner} from './network/namespace-owner.ts';
import {parseTopology} from './parse-topology.ts';
import {planCampus} from './plan.ts';
import {
	describeProcess,
	isRunning,
	ownerOf,
	readState,
	removeState,
	writeHosts,
	writeState,
	type CampusState,
} from './state.ts';

/** The files that stand for the campus' namespaces, of those that are there. */
const namespaceFiles = (state: CampusState): Array<{readonly namespace: string; readonly file: string}> => {
	const {plan, namespaceOf} = campusOf(state);
	const root = state.keeper ? `/proc/${state.keeper.pid}/root` : '';
	return nodesOf(plan)
		.map(node => ({namespace: namespaceOf(node), file: `${root}/run/netns/${namespaceOf(node)}`}))
		.filter(({file}) => existsSync(file));
};

/** Returns the pids of the programs that run in these namespaces. */
const findPrograms = (files: readonly string[]): number[] => {
	const inodes = new Set(files.map(file => `net:[${statSync(file).ino}]`));
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(pid => {
			try {
				return inodes.has(readlinkSync(`/proc/${pid}/ns/net`));
			} catch {
				return false;
			}
		})
		.map(Number);
};

const signal = (pids: readonly number[], name: NodeJS.Signals) => {
	for (const pid of pids) {
		try {
			process.kill(pid, name);
		} catch {}
	}
};

const patience = 3000;

/** Ends what runs in the campus, or kills it. Returns how many programs there were. */
const endPrograms = async (files: readonly string[]): Promise<number> => {
	const programs = findPrograms(files);
	signal(programs, 'SIGTERM');
	const deadline = Date.now() + patience;
	for await (const _ of setInterval(20)) {
		if (findPrograms(files).length === 0 || Date.now() > deadline) {
			break;
		}
	}

	signal(findPrograms(files), 'SIGKILL');
	return programs.length;
};

/** Removes all that there is of a campus, finished or not. Returns how many programs it ended. */
export const removeCampus = async (state: CampusState): Promise<number> => {
	const hasOwner = state.keeper === undefined || isRunning(state.keeper);
	const namespaces = hasOwner ? namespaceFiles(state) : [];
	const ended = await endPrograms(namespaces.map(({file}) => file));
	if (state.keeper === undefined) {
		runAllAsOwner(
			ownerOf(state),
			namespaces.map(({namespace}) => deleteNamespace(namespace)),
		);
	} else if (hasOwner) {
		signal([state.keeper.pid], 'SIGKILL');
	}

	removeState(state.name);
	return ended;
};

/** Clears what an earlier `up` left. `isThere`: the campus that is wanted is up. */
const clearEarlier = async (name: string, topology: string) => {
	const earlier = readState(name);
	if (!earlier) {
		return {isThere: false, sentences: []};
	}

	if (!earlier.isComplete && isRunning(earlier.maker)) {
		throw new CampusError(`The campus "${name}" is being made by process ${earlier.maker.pid}.`);
	}

	if (!isUp(earlier)) {
		await removeCampus(earlier);
		return {isThere: false, sentences: [`Removed a campus "${name}" that was not whole.`]};
	}

	const what = `The campus "${name}" is up: ${describeNodes(campusOf(earlier).plan)}`;
	if (earlier.topology !== topology) {
		throw new CampusError(`${what}, from ${earlier.file} as it was then. Take it down first: npm run campus -- down`);
	}

	return {isThere: true, sentences: [`${what}. Nothing is done.`]};
};

/** Brings a campus up, and returns what to tell the user. */
export const bringUp = async (name: string, file: string, topology: string): Promise<string[]> => {
	const started = performance.now();
	const plan = planCampus(parseTopology(topology));
	const {isThere, sentences} = await clearEarlier(name, topology);
	if (isThere) {
		return sentences;
	}

	if (spawnSync('nft', ['--version']).status !== 0) {
		throw new CampusError('The campus needs nft for its firewalls (the package nftables).');
	}

	const found = findOwner('on-its-own');
	if ('reason' in found) {
		throw new CampusError(`The campus ${found.reason}.`);
	}

	const {owner} = found;
	const state: CampusState = {
		name,
		file,
		topology,
		isComplete: false,
		maker: describeProcess(process.pid),
		keeper: owner.keeper === undefined ? undefined : describeProcess(owner.keeper),
		denials: plan.denials,
	};
	try {
		writeState(state);
		writeHosts(name, hostsFile(plan));
		runAllAsOwner(owner, buildCampus(plan, namespacesOf(name)));
		writeState({...state, isComplete: true});
	} catch (error) {
		await removeCampus(state);
		found.stop();
		throw error;
	}

	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	const by = owner.keeper === undefined ? 'as root' : 'in a user namespace';
	return [...sentences, `The campus "${name}" is up, ${by}, in ${seconds} s: ${describeNodes(plan)}.`];
};

/** Takes a campus down, and returns what to tell the user. */
export const takeDown = async (name: string): Promise<string[]> => {
	const state = readState(name);
	if (!state) {
		return [`There is no campus "${name}".`];
	}

	const ended = await removeCampus(state);
	const programs = ended === 0 ? '' : ` Programs ended there: ${ended}.`;
	return [`The campus "${name}" is gone.${programs}`];
};

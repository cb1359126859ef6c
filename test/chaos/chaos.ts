/**
One run: a host and clients as processes, the nemesis that follows the plan, and the history for
the checker.
*/
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {testCode} from '../helpers/line-process.ts';
import {program} from '../helpers/program.ts';
import {until} from '../helpers/until.ts';
import {check, type Violation} from '../model/checker.ts';
import type {History} from '../model/history.ts';
import {createRandom} from '../model/random.ts';
import {readRoomLog} from './read-files.ts';
import {injectFault} from './nemesis.ts';
import {Member} from './member.ts';
import {createPlan, type ChaosOptions} from './plan.ts';
import {findFreePorts} from './ports.ts';
import {Proxy} from './proxy.ts';
import {SeenMessages} from './member-record.ts';
import {createLineGenerator} from './line-generator.ts';

/** How long all processes may take to receive everything after the last fault, in milliseconds. */
const drainLimit = 90_000;
/** How many programs may start at the same time. */
const startsAtOnce = 4;
const room = 'chaos';

export type ChaosResult = {
	readonly violations: readonly Violation[];
	readonly history: History;
	readonly hostKills: number;
	readonly clientKills: number;
	/** The longest time from the end of a fault to an open link, in milliseconds. */
	readonly slowestRecovery: number;
	/**
	The time from the last fault until all processes had received everything, in milliseconds.
	*/
	readonly drainTime: number;
	/** The folder of the programs' homes. It is removed if there are no violations. */
	readonly folder: string;
};

export type ChaosSetting = {
	/** Prints a line about the progress of the run. */
	readonly print: (line: string) => void;
	/** The built program. Default: the one in dist. */
	readonly cli?: string;
};

const setUp = async ({seed, clients: count}: ChaosOptions, cli: string) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'socket-chat-chaos-'));
	// A copy, so that a build during the run does not change the programs.
	cpSync(path.dirname(cli), path.join(folder, 'dist'), {recursive: true});
	writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
	const copy = path.join(folder, 'dist', path.basename(cli));
	const createHome = (name: string) => {
		const home = path.join(folder, name);
		const roomFolder = path.join(home, 'rooms', room);
		mkdirSync(roomFolder, {recursive: true});
		writeFileSync(path.join(roomFolder, 'code'), `${testCode}\n`, {mode: 0o600});
		return home;
	};

	const [hostPort = 0, ...ports] = await findFreePorts(count + 1);
	const seenMessages = new SeenMessages();
	let slowestRecovery = 0;
	const host = new Member({
		name: 'host',
		command: [
			copy,
			'host',
			'--json',
			'--listen',
			'127.0.0.1',
			'--port',
			String(hostPort),
			'--room',
			room,
			'--name',
			'host',
		],
		home: createHome('host'),
		seenMessages,
		onOpen() {},
	});
	const proxies = ports.map(
		(port, index) => new Proxy({port, targetPort: hostPort, random: createRandom(seed, `proxy ${index}`)}),
	);
	const clients = proxies.map((proxy, index) => {
		const name = `j${String(index + 1).padStart(2, '0')}`;
		return new Member({
			name,
			command: [copy, 'join', `127.0.0.1:${proxy.port}`, '--json', '--stay', '--history', '500', '--name', name],
			home: createHome(name),
			seenMessages,
			onOpen(lostAt) {
				const recovery = Date.now() - Math.max(lostAt, proxy.healthySince, host.openedAt);
				slowestRecovery = Math.max(slowestRecovery, recovery);
			},
		});
	});
	return {folder, host, clients, proxies, members: [host, ...clients], recovery: () => slowestRecovery};
};

type Cluster = Awaited<ReturnType<typeof setUp>>;

/** Starts the programs a few at a time: thirty at once on two cores would miss their deadlines. */
const start = async ({host, clients, proxies}: Cluster) => {
	const isOpen = ({openedAt}: Member) => openedAt < Number.POSITIVE_INFINITY;
	await Promise.all(proxies.map(async proxy => proxy.listen()));
	host.start();
	await until(() => isOpen(host));
	for (const [index, client] of clients.entries()) {
		client.start();
		await until(() => clients.slice(0, index + 1).filter(each => !isOpen(each)).length < startsAtOnce);
	}

	await until(() => clients.every(each => isOpen(each)));
};

const runNemesis = async (cluster: Cluster, options: ChaosOptions) => {
	const {faults, bursts} = createPlan(options);
	const generators = cluster.members.map(({record}) => createLineGenerator(options.seed, record.name));
	const actions = [
		...faults.map(fault => ({
			at: fault.at,
			run() {
				injectFault(fault, cluster);
			},
		})),
		...bursts.map(burst => ({
			at: burst.at,
			run() {
				cluster.members[burst.sender + 1]?.send(generators[burst.sender + 1]?.(burst) ?? []);
			},
		})),
	].toSorted((one, other) => one.at - other.at);
	const begin = Date.now();
	for (const {at, run} of actions) {
		const early = begin + at - Date.now();
		if (early > 0) {
			await sleep(early);
		}

		run();
	}
};

/**
Waits until every line is acknowledged and every process was shown all of them. If that fails, the
checker reports what is missing.
*/
const drain = async ({members}: Cluster) => {
	const isSettled = () => {
		const head = Math.max(...members.map(({record}) => record.lastSeq));
		return members.every(
			({unsettled, record, openedAt}) => openedAt < Infinity && unsettled === 0 && record.lastSeq === head,
		);
	};

	await until(isSettled, {every: 50, timeout: drainLimit}).catch(() => {});
};

/** Runs the plan of these options to its end, and checks the history. */
export const runChaos = async (
	options: ChaosOptions,
	{print, cli = program[1] ?? ''}: ChaosSetting,
): Promise<ChaosResult> => {
	const cluster = await setUp(options, cli);
	const {folder, members, host, clients, proxies, recovery} = cluster;
	const stopAll = () => {
		for (const member of members) {
			void member.stop();
		}
	};

	process.once('exit', stopAll);
	try {
		await start(cluster);
		print(`${options.clients} clients are in the room; ${options.seconds} s of faults begin.`);
		await runNemesis(cluster, options);
		for (const proxy of proxies) {
			proxy.endFaults();
		}

		print('The faults are over; waiting until all processes have received everything.');
		const before = Date.now();
		await drain(cluster);
		const drainTime = Date.now() - before;
		await Promise.all(members.map(async member => member.stop()));
		const log = readRoomLog(path.join(folder, 'host'), room) ?? host.record.current?.seen ?? [];
		const history = {members: members.map(({record}) => record), log};
		const violations = check(history);
		if (violations.length === 0) {
			rmSync(folder, {recursive: true, force: true});
		}

		const clientKills = clients.reduce((sum, {kills}) => sum + kills, 0);
		return {violations, history, hostKills: host.kills, clientKills, slowestRecovery: recovery(), drainTime, folder};
	} finally {
		process.off('exit', stopAll);
		await Promise.all(members.map(async member => member.stop()));
		for (const proxy of proxies) {
			proxy.close();
		}
	}
};

/** The time from the start of the program to its first output. */
import {once} from 'node:events';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {atMost, comparisons, type Figure, type Goal, type Row} from '../figure.ts';
import {measureFirstFrame} from '../first-frame.ts';
import {irssiFile, openIrssi} from '../peers/irssi.ts';
import {environment, hostCommand, joinCommand, newHome, openJoinScreen, startHost} from '../peers/socket-chat.ts';
import {openWeechat, weechatFile} from '../peers/weechat.ts';
import {PseudoTerminal} from '../pseudo-terminal.ts';
import {reportMissing} from '../screens.ts';
import {interleave, median} from '../statistics.ts';
import {onStage, type Stage} from '../stage.ts';
import {findClosedPort} from '../../test/helpers/server.ts';
import {program} from '../../test/helpers/program.ts';

/** These are short, so each is measured more often than in other rows. */
const timesRounds = 2;

/** Returns the milliseconds until a program has ended. */
const timeOfRun = async (stage: Stage, command: readonly string[]): Promise<number> => {
	const start = performance.now();
	await once(stage.start(command), 'exit');
	return performance.now() - start;
};

/** Returns the milliseconds until the first line of the connection log. */
const timeToLog = async (stage: Stage, command: readonly string[], home: string): Promise<number> => {
	const start = performance.now();
	const {stderr}: {stderr: Readable} = stage.open(command, environment(home));
	await once(stderr, 'data');
	return performance.now() - start;
};

export const start: Row = {
	name: 'start',
	how: 'First frame: the first output that fills one of the two bottom rows of a terminal of 120 × 40, by the same rule for all programs. weechat and irssi connect to nothing, the host listens, the client connects to a host on this machine. Line mode: until the first line of the connection log. --version and `node -e 0`: until they have ended. Compiled code is kept from the first start on, as on any computer; "nothing compiled yet" has an empty cache.',
	reason:
		'A bare node takes about as long as all of weechat. Of the time after that, a third is loading the screen (Ink, React, the layout engine), a quarter creating its components, a quarter composing its text, the rest garbage collection. Tried: V8 flags for memory and compiling (no gain). Done: compiled code is kept (source/cli/script-cache.ts where Node cannot), CommonJS, no module or pattern before it is needed, caches for texts that were on the frame before.',
	async measure({rounds, report: say}) {
		reportMissing(say);
		return onStage(async stage => {
			const {port} = await startHost(stage, await newHome(stage));
			const measurements: Record<string, () => Promise<number>> = {
				node: async () => onStage(async own => timeOfRun(own, [process.execPath, '-e', '0'])),
				version: async () => onStage(async own => timeOfRun(own, [...program, '--version'])),
				host: async () =>
					onStage(async own =>
						measureFirstFrame(
							new PseudoTerminal(own, hostCommand(await findClosedPort()), environment(await newHome(own))),
						),
					),
				'host for the first time': async () =>
					onStage(async own => {
						const noCache = {...environment(await newHome(own)), XDG_CACHE_HOME: await newHome(own)};
						return measureFirstFrame(new PseudoTerminal(own, hostCommand(await findClosedPort()), noCache));
					}),
				join: async () => onStage(async own => measureFirstFrame(await openJoinScreen(own, port))),
				'host in lines': async () =>
					onStage(async own => timeToLog(own, hostCommand(await findClosedPort()), await newHome(own))),
				'join in lines': async () =>
					onStage(async own => timeToLog(own, joinCommand(port, '--name', 'erin'), await newHome(own))),
			};
			if (weechatFile !== undefined) {
				const file = weechatFile;
				measurements.weechat = async () => onStage(async own => measureFirstFrame(await openWeechat(own, file)));
			}

			if (irssiFile !== undefined) {
				const file = irssiFile;
				measurements.irssi = async () => onStage(async own => measureFirstFrame(await openIrssi(own, file)));
			}

			const times = await interleave(rounds * timesRounds, measurements);
			const timeOf = (name: string) => {
				const all = times.get(name);
				return all && median(all);
			};

			const node = timeOf('node') ?? Number.NaN;
			const weechat = timeOf('weechat');
			const figure = (what: string, name: string, goal: (value: number) => Goal | undefined): Figure => {
				const value = timeOf(name) ?? Number.NaN;
				return {
					what,
					unit: 'ms',
					value,
					against: comparisons({'node -e 0': node, weechat, irssi: timeOf('irssi')}),
					goal: goal(value),
				};
			};

			const asWeechat = (value: number) =>
				weechat === undefined ? undefined : atMost(value, 1.5 * weechat, 'at most 1.5 × weechat');
			const asNode = (value: number) => atMost(value, 1.6 * node, 'at most 1.6 × node -e 0');
			return [
				figure('start → first frame, host', 'host', asWeechat),
				figure('start → first frame, host, nothing compiled yet', 'host for the first time', () => undefined),
				figure('start → first frame, client', 'join', asWeechat),
				figure('start → first line, host in line mode', 'host in lines', asNode),
				figure('start → first line, client in line mode', 'join in lines', asNode),
				figure('--version', 'version', asNode),
			];
		});
	},
};

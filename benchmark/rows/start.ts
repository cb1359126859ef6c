/** How long it takes from the start of the program until something is there. */
import {once} from 'node:events';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {atMost, comparisons, type Figure, type Goal, type Row} from '../figure.ts';
import {firstFrame} from '../first-frame.ts';
import {irssiFile, openIrssi} from '../peers/irssi.ts';
import {environment, hostCommand, joinCommand, newHome, openJoinScreen, startHost} from '../peers/socket-chat.ts';
import {openWeechat, weechatFile} from '../peers/weechat.ts';
import {PseudoTerminal} from '../pseudo-terminal.ts';
import {sayMissing} from '../screens.ts';
import {interleave, median} from '../statistics.ts';
import {freePort, onStage, type Stage} from '../stage.ts';
import {program} from '../../test/helpers/program.ts';

/** Each is measured more often than what takes longer. */
const timesRounds = 2;

/** Milliseconds until a program has ended. */
const timeOfRun = async (stage: Stage, command: readonly string[]): Promise<number> => {
	const start = performance.now();
	await once(stage.start(command), 'exit');
	return performance.now() - start;
};

/** Milliseconds until the first line of the connection log. */
const timeToLog = async (stage: Stage, command: readonly string[], home: string): Promise<number> => {
	const start = performance.now();
	const {stderr}: {stderr: Readable} = stage.open(command, environment(home));
	await once(stderr, 'data');
	return performance.now() - start;
};

export const start: Row = {
	name: 'start',
	how: 'First frame: the first output after which something stands in the two bottom rows of a terminal of 120 × 40, told the same way of all. weechat and irssi dial nobody meanwhile, the host listens, the join dials a host on this machine. Line mode: until the first line of the connection log. --version and `node -e 0`: until they have ended. What was compiled is kept from the first start on, as on any computer.',
	reason:
		'A bare node takes about as long as all of weechat. Of the time that the first frame takes after that, a third is loading the screen (Ink, React, the layout engine), a quarter making its components, a quarter putting its text together, the rest collecting garbage. Tried: V8 flags for memory and compiling (nothing gained). Done: what was compiled is kept (source/cli/script-cache.ts where Node cannot), CommonJS, no module or pattern that is not needed yet, what was known of a text is kept.',
	async measure({rounds, say}) {
		sayMissing(say);
		return onStage(async stage => {
			const {port} = await startHost(stage, await newHome(stage));
			const measurements: Record<string, () => Promise<number>> = {
				node: async () => onStage(async own => timeOfRun(own, [process.execPath, '-e', '0'])),
				version: async () => onStage(async own => timeOfRun(own, [...program, '--version'])),
				host: async () =>
					onStage(async own =>
						firstFrame(new PseudoTerminal(own, hostCommand(await freePort()), environment(await newHome(own)))),
					),
				join: async () => onStage(async own => firstFrame(await openJoinScreen(own, port))),
				'host in lines': async () =>
					onStage(async own => timeToLog(own, hostCommand(await freePort()), await newHome(own))),
				'join in lines': async () =>
					onStage(async own => timeToLog(own, joinCommand(port, '--name', 'erin'), await newHome(own))),
			};
			if (weechatFile !== undefined) {
				const file = weechatFile;
				measurements.weechat = async () => onStage(async own => firstFrame(await openWeechat(own, file)));
			}

			if (irssiFile !== undefined) {
				const file = irssiFile;
				measurements.irssi = async () => onStage(async own => firstFrame(await openIrssi(own, file)));
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
				figure('start → first frame, join', 'join', asWeechat),
				figure('start → first line, host in line mode', 'host in lines', asNode),
				figure('start → first line, join in line mode', 'join in lines', asNode),
				figure('--version', 'version', asNode),
			];
		});
	},
};

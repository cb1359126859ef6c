/** The processor time of the programs while nothing happens. */
import {setTimeout as sleep} from 'node:timers/promises';
import {atMost, comparisons, type Figure, type Row} from '../figure.ts';
import {readProcessorTime} from '../proc.ts';
import {openScreens, reportMissing} from '../screens.ts';
import {onStage} from '../stage.ts';

/**
How long nothing happens before the measurement, and how long the measurement lasts, in seconds.
*/
const before = 20;
const watched = 60;

export const idle: Row = {
	name: 'idle',
	how: `Processor time of all threads (schedstat) without a message or a key, for all programs at the same time, for a minute that begins ${before} s after the last message, so that the work after it is not counted. In the room are the host, the join and one member.`,
	async measure({report: say}) {
		reportMissing(say);
		return onStage(async stage => {
			const screens = await openScreens(stage, 1000);
			const look = () =>
				new Map(
					Object.entries(screens).flatMap(([name, screen]) =>
						screen ? [[name, readProcessorTime(screen.terminal.pid)]] : [],
					),
				);
			await sleep(before * 1000);
			const first = look();
			const start = performance.now();
			await sleep(watched * 1000);
			const last = look();
			const elapsed = performance.now() - start;
			const shareOf = (name: string) => {
				const [from, to] = [first.get(name), last.get(name)];
				return from === undefined || to === undefined ? undefined : ((to - from) / elapsed) * 100;
			};

			return (['join', 'host'] as const).map((name): Figure => {
				const value = shareOf(name) ?? Number.NaN;
				return {
					what: `processor time at rest over ${watched} s, ${name}`,
					unit: '% of a core',
					value,
					against: comparisons({weechat: shareOf('weechat'), irssi: shareOf('irssi')}),
					goal: name === 'join' ? atMost(value, 0.2, 'at most 0.2 %') : undefined,
				};
			});
		});
	},
};

/** How much processor time the programs take while nothing happens. */
import {setTimeout as sleep} from 'node:timers/promises';
import {atMost, comparisons, type Figure, type Row} from '../figure.ts';
import {processorMilliseconds} from '../proc.ts';
import {openScreens, sayMissing} from '../screens.ts';
import {onStage} from '../stage.ts';

/** How long nothing has happened before it counts, and how long it is watched, in seconds. */
const before = 20;
const watched = 60;

export const idle: Row = {
	name: 'idle',
	how: `Processor time of all threads (schedstat) while nothing is said and no key is pressed, all programs at the same time, for a minute that begins ${before} s after the last message: what is tidied up after those is not counted. In the room are the host, the join and one member.`,
	async measure({say}) {
		sayMissing(say);
		return onStage(async stage => {
			const screens = await openScreens(stage, 1000);
			const look = () =>
				new Map(
					Object.entries(screens).flatMap(([name, screen]) =>
						screen ? [[name, processorMilliseconds(screen.terminal.pid)]] : [],
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

/** The time from a key to its echo while many messages arrive. */
import {atMost, comparisons, type Figure, type Row, type Settings} from '../figure.ts';
import {createText} from '../history.ts';
import {openScreens, reportMissing, type Screen, type ScreenName, type Speak} from '../screens.ts';
import {median, quantile} from '../statistics.ts';
import {onStage} from '../stage.ts';
import {pressKeys, type Echo} from '../typing.ts';

const perSecond = 5000;
/** How often the next messages are sent, in milliseconds. */
const every = 10;
const messages = 1000;
/** How long the flood runs before it counts, in seconds: by then V8 has compiled what it will. */
const warmUp = 3;
const names: readonly ScreenName[] = ['join', 'host', 'weechat', 'irssi'];

/** Sends messages at that rate. Returns the function that stops and returns their number. */
const flood = (speak: Speak): (() => number) => {
	const start = performance.now();
	let said = 0;
	const timer = setInterval(() => {
		const due = Math.floor(((performance.now() - start) * perSecond) / 1000);
		speak(Array.from({length: due - said}, (_, index) => createText(said + index)));
		said = due;
	}, every);
	return () => {
		clearInterval(timer);
		return said;
	};
};

const pressInFlood = async ({terminal, speak}: Screen, seconds: number): Promise<Echo[]> => {
	const stop = flood(speak);
	try {
		const start = performance.now();
		const echoes = await pressKeys(terminal, () => performance.now() - start < (warmUp + seconds) * 1000);
		return echoes.filter(({at}) => at > warmUp * 1000).map(({at, took}) => ({at: at - warmUp * 1000, took}));
	} finally {
		stop();
		await terminal.quiet(500);
	}
};

/**
Returns the median of the last third of the time divided by that of the first: 1 if nothing grows.
*/
export const computeGrowth = (echoes: readonly Echo[]): number => {
	const end = Math.max(...echoes.map(({at}) => at));
	const third = (isIn: (share: number) => boolean) =>
		median(echoes.filter(({at}) => isIn(at / end)).map(({took}) => took));
	return third(share => share > 2 / 3) / third(share => share < 1 / 3);
};

export const floodEcho: Row = {
	name: 'flood-echo',
	how: `As key-echo, while another member sends ${perSecond} messages per second: 15 s for each program, a minute with --minute, after ${warmUp} s that do not count. Growth: the median of the last third of the time divided by that of the first.`,
	reason:
		'A key waits for the frame that is being drawn; two thirds of a frame are composing the screen and writing the changes, because all rows move. So a flood is drawn ten times a second, and four times while somebody types (source/hooks/throttled-state.ts).',
	async measure({seconds, report: say}: Settings) {
		reportMissing(say);
		return onStage(async stage => {
			const screens = await openScreens(stage, messages);
			const echoes = new Map<ScreenName, Echo[]>();
			for (const name of names) {
				const screen = screens[name];
				if (screen) {
					echoes.set(name, await pressInFlood(screen, seconds));
				}
			}

			const timeOf = (name: ScreenName, share: number) => {
				const all = echoes.get(name);
				return (
					all &&
					quantile(
						all.map(({took}) => took),
						share,
					)
				);
			};

			const growth = (name: ScreenName) => {
				const all = echoes.get(name);
				return all && computeGrowth(all);
			};

			return (['host', 'join'] as const).flatMap((name): Figure[] => {
				const p95 = timeOf(name, 0.95) ?? Number.NaN;
				const grown = growth(name) ?? Number.NaN;
				return [
					{
						what: `key → echo in the flood, ${name}, p50`,
						unit: 'ms',
						value: timeOf(name, 0.5) ?? Number.NaN,
						against: comparisons({weechat: timeOf('weechat', 0.5), irssi: timeOf('irssi', 0.5)}),
					},
					{
						what: `key → echo in the flood, ${name}, p95`,
						unit: 'ms',
						value: p95,
						against: comparisons({weechat: timeOf('weechat', 0.95), irssi: timeOf('irssi', 0.95)}),
						goal: atMost(p95, 33, 'at most 33 ms'),
					},
					{
						what: `its growth over ${seconds} s, ${name}`,
						unit: '',
						value: grown,
						against: comparisons({weechat: growth('weechat'), irssi: growth('irssi')}),
						goal: atMost(grown, 1.3, 'at most 1.3'),
					},
				];
			});
		});
	},
};

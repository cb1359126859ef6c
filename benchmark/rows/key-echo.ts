/** The time from a key to its echo, in rooms of different lengths. */
import {atMost, comparisons, type Figure, type Row, type Settings} from '../figure.ts';
import {PseudoTerminal} from '../pseudo-terminal.ts';
import {openScreens, reportMissing} from '../screens.ts';
import {interleave, quantile} from '../statistics.ts';
import {onStage} from '../stage.ts';
import {pressKeys} from '../typing.ts';

const sizes = [1000, 10_000, 100_000];
/** Keys per round. */
const keys = 20;

/** No application: the time of the terminal and of this measurement alone. */
const echo = ['sh', '-c', 'stty raw -echo; exec cat'];

const measureSize = async (messages: number, {rounds}: Settings): Promise<Figure[]> =>
	onStage(async stage => {
		const bare = new PseudoTerminal(stage, echo, {});
		const terminals = {...(await openScreens(stage, messages)), cat: {terminal: bare}};
		const measurements = Object.fromEntries(
			Object.entries(terminals).flatMap(([name, screen]) =>
				screen
					? [
							[
								name,
								async () => {
									const echoes = await pressKeys(screen.terminal, count => count < keys);
									return echoes.map(({took}) => took);
								},
							],
						]
					: [],
			),
		) as Record<string, () => Promise<number[]>>;
		const times = await interleave(rounds, measurements);
		const timeOf = (name: string, share: number) => {
			const all = times.get(name)?.flat();
			return all && quantile(all, share);
		};

		return ['host', 'join'].flatMap(name =>
			[
				{word: 'p50', share: 0.5, limit: 8},
				{word: 'p95', share: 0.95, limit: 16},
			].map(({word, share, limit}): Figure => {
				const value = timeOf(name, share) ?? Number.NaN;
				const others = comparisons({
					weechat: timeOf('weechat', share),
					irssi: timeOf('irssi', share),
					cat: timeOf('cat', share),
				});
				return {
					what: `key → echo, ${name}, ${messages} messages, ${word}`,
					unit: 'ms',
					value,
					against: others,
					goal: atMost(value, limit, `at most ${limit} ms`),
				};
			}),
		);
	});

export const keyEcho: Row = {
	name: 'key-echo',
	how: `From writing a letter to the terminal (120 × 40, three panes) to reading the output that has it; ${keys} keys a round, 40 to 80 ms after the last output as a fast typist, each deleted again. weechat and irssi: on ngircd, with as many messages in memory. cat: the same with \`stty raw -echo; cat\`, which is what the terminal and the measuring take.`,
	reason:
		'Ink composes the whole screen for each key. 62 % of the busy time was parsing and measuring the same texts again: the patch of Ink keeps them now (patches/readme.md), and composing takes a tenth of the time. The rest is spread: combining cells 11 %, joining texts 9 %, sanitizing them 4 %, React and layout what is left. A key that came within a frame of the previous one waited for the next frame: frames are no longer that far apart.',
	async measure(settings) {
		reportMissing(settings.report);
		const figures: Figure[] = [];
		for (const size of sizes) {
			figures.push(...(await measureSize(size, settings)));
		}

		return figures;
	},
};

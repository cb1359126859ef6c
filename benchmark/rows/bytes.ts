/**
How many bytes go to the terminal for a key, and for a message: what a slow line has to carry.
*/
import {atMost, comparisons, type Figure, type Row} from '../figure.ts';
import {createText} from '../history.ts';
import {openScreens, reportMissing, type Screen, type ScreenName} from '../screens.ts';
import {interleave, median} from '../statistics.ts';
import {onStage} from '../stage.ts';

/** How often each is measured in a round. */
const times = 3;
/** All output has arrived after this long without a byte, in milliseconds. */
const atRest = 300;
const backspace = '\u007F';

const bytesFor = async ({terminal}: Screen, act: () => void): Promise<number> => {
	const before = terminal.bytes;
	const answered = terminal.when('answer', () => true);
	act();
	await answered;
	await terminal.quiet(atRest);
	return terminal.bytes - before;
};

const measureScreen = async (screen: Screen): Promise<{readonly key: number[]; readonly message: number[]}> => {
	const key: number[] = [];
	const message: number[] = [];
	await bytesFor(screen, () => {
		screen.terminal.write('ok');
	});
	for (let index = 0; index < times; index++) {
		key.push(
			await bytesFor(screen, () => {
				screen.terminal.write('x');
			}),
		);
		await bytesFor(screen, () => {
			screen.terminal.write(backspace);
		});
		message.push(
			await bytesFor(screen, () => {
				screen.speak([createText(index)]);
			}),
		);
	}

	return {key, message};
};

export const bytes: Row = {
	name: 'bytes',
	how: 'Bytes that the program writes to its terminal (120 × 40) after one key, or one message of another member, until 300 ms pass without output. The message panes are full.',
	async measure({rounds, report: say}) {
		reportMissing(say);
		return onStage(async stage => {
			const screens = await openScreens(stage, 1000);
			const measured = await interleave(
				rounds,
				Object.fromEntries(
					Object.entries(screens).flatMap(([name, screen]) =>
						screen ? [[name, async () => measureScreen(screen)]] : [],
					),
				) as Partial<Record<ScreenName, () => ReturnType<typeof measureScreen>>>,
			);
			const bytesOf = (name: ScreenName, what: 'key' | 'message') => {
				const all = measured.get(name)?.flatMap(each => each[what]);
				return all && median(all);
			};

			return (['host', 'join'] as const).flatMap(name =>
				(['key', 'message'] as const).map((what): Figure => {
					const value = bytesOf(name, what) ?? Number.NaN;
					return {
						what: `bytes to the terminal for a ${what}, ${name}`,
						unit: 'bytes',
						value,
						against: comparisons({weechat: bytesOf('weechat', what), irssi: bytesOf('irssi', what)}),
						goal: what === 'key' ? atMost(value, 250, 'at most 250 bytes') : undefined,
					};
				}),
			);
		});
	},
};

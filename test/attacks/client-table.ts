/** The table of attacks on a client: one row for each cell, with what its user notices of it. */
import {besiege, type ClientOutcome, type Siege} from './besieged-client.ts';
import {variants} from './client-samples.ts';
import {costlyHostSamples, hostFrameTypes} from './host-samples.ts';

export type ClientCell = Siege & {readonly name: string};
export type ClientRow = ClientCell & ClientOutcome & {readonly isGood: boolean};

/** The time within which 95 of 100 keys are on the screen, in milliseconds. */
export const echoBound = 500;
/** The time within which a client ends after SIGTERM, in milliseconds. */
export const endBound = 2000;
/** MiB that a client uses at most. */
export const clientMemory = 300;

const modes = ['screen', 'json'] as const;

/** Every frame in every variant, and what else is costly, one by one. */
export const allClientCells = (milliseconds: number): readonly ClientCell[] =>
	[
		...hostFrameTypes.flatMap(type => variants.map(each => `${type} ${each}`)),
		...Object.keys(costlyHostSamples),
	].flatMap(name => modes.map(mode => ({name, mode, kinds: [name], milliseconds})));

/**
Every frame, in all variants one after the other: first what does not end the connection, because a
client waits before it comes back.
*/
export const shortClientCells = (milliseconds: number): readonly ClientCell[] => [
	...hostFrameTypes.flatMap(type =>
		modes.map(mode => ({
			name: type,
			mode,
			kinds: ['fresh', 'unknown', 'huge', 'duplicate', 'refused'].map(each => `${type} ${each}`),
			milliseconds,
		})),
	),
	...Object.keys(costlyHostSamples).map((name, index) => ({
		name,
		mode: modes[index % modes.length] ?? 'screen',
		kinds: [name],
		milliseconds: 2 * milliseconds,
	})),
];

/** Measures a cell. A bad one is measured once more: the machine may have been busy. */
export const measureClient = async (cell: ClientCell): Promise<ClientRow> => {
	const measure = async (): Promise<ClientRow> => {
		const outcome = await besiege(cell);
		const {p95, memory, end, ended} = outcome;
		const isGood =
			(Number.isNaN(p95) || p95 < echoBound) &&
			memory < clientMemory &&
			end < endBound &&
			// A host may end a client, by its contract: with a sentence, and this code.
			(ended === undefined || ended === '3');
		return {...cell, ...outcome, isGood};
	};

	const row = await measure();
	return row.isGood ? row : measure();
};

const ms = (value: number) => (Number.isNaN(value) ? '' : value.toFixed(value < 10 ? 1 : 0)).padStart(7);

export const formatClientHead = (): string =>
	`${'attack of a host'.padEnd(28)} ${'on'.padEnd(6)}     p50     p95     max  MiB     end  sent`;

export const formatClientRow = ({name, mode, p50, p95, max, memory, end, ended, bytes, isGood}: ClientRow): string =>
	`${name.padEnd(28)} ${mode.padEnd(6)} ${ms(p50)} ${ms(p95)} ${ms(max)} ${memory.toFixed(0).padStart(4)} ${ms(end)}  ${(
		bytes / 1e6
	).toFixed(1)} MB${ended === undefined ? '' : `, ended by ${ended}`}${isGood ? '' : ' BAD'}`;

/** The table of attacks on a client: one row for each cell, with what its user notices of it. */
import {besiege, type ClientOutcome, type Siege} from './besieged-client.ts';
import {variants, type Variant} from './client-samples.ts';
import {costlyHostSamples, hostFrameTypes, hostSampleOf} from './host-samples.ts';

export type ClientCell = Siege & {readonly name: string};
export type ClientRow = ClientCell & ClientOutcome & {readonly isGood: boolean};

/**
The time within which 95 of 100 keys are on the screen, in milliseconds, on a machine on which they
are there within `quietBound` before the attack. A machine that is slower then may be slower later.
*/
export const echoBound = 500;
const quietBound = 10;
/** The time within which a client ends after SIGTERM, in milliseconds. */
export const endBound = 5000;
/** MiB that a client uses at most. */
export const clientMemory = 300;

const modes = ['screen', 'json'] as const;

/** Every frame in every variant, and what else is costly, one by one. */
export const allClientCells = (milliseconds: number): readonly ClientCell[] =>
	[
		...hostFrameTypes.flatMap(type => variants.map(each => `${type} ${each}`)),
		...Object.keys(costlyHostSamples),
	].flatMap(name => modes.map(mode => ({name, mode, kinds: [name], milliseconds})));

/** Attacks that keep the connection come first: after the others, a client waits to reconnect. */
const inTurn = ['fresh', 'unknown', 'huge', 'duplicate', 'refused'] as const satisfies readonly Variant[];

/**
Every frame on a screen, in all variants one after the other, and what else is costly; and on
standard output what ends no connection, all of it one after the other.
*/
export const shortClientCells = (milliseconds: number): readonly ClientCell[] => [
	...hostFrameTypes.map(type => ({
		name: type,
		mode: 'screen' as const,
		kinds: inTurn.map(each => `${type} ${each}`),
		milliseconds,
	})),
	...Object.keys(costlyHostSamples).map(name => ({
		name,
		mode: 'screen' as const,
		kinds: [name],
		milliseconds: 2 * milliseconds,
	})),
	...(['json', 'lines'] as const).map(mode => ({
		name: 'all',
		mode,
		kinds: [
			...hostFrameTypes.flatMap(type => [`${type} fresh`, `${type} huge`]),
			...Object.keys(costlyHostSamples),
		].filter(name => !hostSampleOf(name).isFirst),
		milliseconds: milliseconds / 2,
	})),
];

/** Measures a cell. A bad one is measured once more: the machine may have been busy. */
export const measureClient = async (cell: ClientCell): Promise<ClientRow> => {
	const measure = async (): Promise<ClientRow> => {
		const outcome = await besiege(cell);
		const {quiet, p95, memory, end, ended} = outcome;
		const isGood =
			(Number.isNaN(p95) || p95 < echoBound * Math.max(1, quiet / quietBound)) &&
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
	`${'attack of a host'.padEnd(28)} ${'on'.padEnd(6)}   quiet     p50     p95     max  MiB     end  sent`;

export const formatClientRow = ({
	name,
	mode,
	quiet,
	p50,
	p95,
	max,
	memory,
	end,
	ended,
	bytes,
	isGood,
}: ClientRow): string =>
	`${name.padEnd(28)} ${mode.padEnd(6)} ${ms(quiet)} ${ms(p50)} ${ms(p95)} ${ms(max)} ${memory.toFixed(0).padStart(4)} ${ms(end)}  ${(
		bytes / 1e6
	).toFixed(1)} MB${ended === undefined ? '' : `, ended by ${ended}`}${isGood ? '' : ' BAD'}`;

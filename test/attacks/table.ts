/** The table of attacks: one row for each cell, with what an honest pair notices of it. */
import {clientFrameTypes, variants} from './client-samples.ts';
import {costlyKinds, plainKinds} from './kinds.ts';
import {MeasuredRoom, type RoomOptions} from './measured-room.ts';
import {percentile} from './statistics.ts';

export type Cell = {
	readonly name: string;
	/** The attackers take these in turn. */
	readonly kinds: readonly string[];
	readonly attackers: number;
};

export type Row = Cell & {
	/** Times from one's message to the other's screen, in milliseconds: before, and meanwhile. */
	readonly quiet: number;
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
	/** The 95th percentile by the clock, with what else the machine did. */
	readonly wall: number;
	readonly faults: readonly string[];
	readonly memory: number;
	readonly load: number;
	readonly sent: string;
	/** Whether the pair noticed no more than it may. */
	readonly isGood: boolean;
	/** As `isGood`, for half of the messages: true also where other programs take the processor. */
	readonly isServed: boolean;
};

/** The time within which 95 of 100 messages of the pair arrive, in milliseconds. */
export const delayBound = 250;
/**
The same without any attack, on a machine that does nothing else: at most this, in milliseconds. On
one that is busy the bound grows in proportion.
*/
const quietBound = 25;
/** MiB that the host uses at most, and that each attacker may add. */
const ownMemory = 250;
const memoryOfPeer = 1;

const cellsOf = (names: readonly string[], counts: readonly number[]): readonly Cell[] =>
	names.flatMap(name => counts.map(attackers => ({name, kinds: [name], attackers})));

/** Every frame in every variant, and what else is costly, by one, ten and fifty attackers. */
export const allCells = (counts: readonly number[]): readonly Cell[] =>
	cellsOf(
		[...clientFrameTypes.flatMap(type => variants.map(each => `${type} ${each}`)), ...Object.keys(costlyKinds)],
		counts,
	);

export const plainCells = (counts: readonly number[]): readonly Cell[] => cellsOf(Object.keys(plainKinds), counts);

/** All that peers without the code do, at once. */
export const shortPlainCells = (): readonly Cell[] => [
	{name: 'plain peers, all kinds', kinds: Object.keys(plainKinds), attackers: 50},
];

/** Every frame by fifty attackers, of whom ten send each variant; what is costly by 1 and by 50. */
export const shortCells = (): readonly Cell[] => [
	...clientFrameTypes.map(type => ({
		name: `${type}, all variants`,
		kinds: variants.map(each => `${type} ${each}`),
		attackers: 50,
	})),
	...cellsOf(Object.keys(costlyKinds), [1, 50]),
];

const describe = (count: number, bytes: number, begun: number) =>
	`${begun} in, ${count} connections, ${(bytes / 1e6).toFixed(1)} MB`;

/**
Waits until the pair talks as before, for this time at most, and returns the 95th percentile of its
last period. All in milliseconds.
*/
const waitForQuiet = async (room: MeasuredRoom, milliseconds: number, recovery: number): Promise<number> => {
	const end = performance.now() + recovery;
	let p95 = Number.NaN;
	do {
		await new Promise(resolve => {
			setTimeout(resolve, milliseconds);
		});
		p95 = percentile((await room.period()).latencies, 0.95);
	} while (!(p95 < delayBound / 2) && performance.now() < end);

	return p95;
};

/** Measures a cell. A machine that was busy at the time before allows for more. */
const measure = async (room: MeasuredRoom, cell: Cell, milliseconds: number, recovery: number): Promise<Row> => {
	const quiet = await waitForQuiet(room, milliseconds / 3, recovery);
	const {during, report, memory, load} = await room.attack(cell, milliseconds);
	const [p50 = Number.NaN, p95 = Number.NaN, max = Number.NaN] = [0.5, 0.95, 1].map(share =>
		percentile(during.latencies, share),
	);
	const bound = delayBound * Math.max(1, quiet / quietBound);
	const isHarmless = during.faults.length === 0 && memory < ownMemory + memoryOfPeer * cell.attackers;
	return {
		...cell,
		quiet,
		p50,
		p95,
		max,
		wall: percentile(during.walls, 0.95),
		faults: during.faults,
		memory,
		load,
		sent: describe(report.connections, report.bytes, report.begun),
		isGood: isHarmless && p95 < bound,
		isServed: isHarmless && p50 < bound,
	};
};

/** How often a cell is measured at most. */
const attempts = 3;

export type TableOptions = RoomOptions & {
	/** How long each cell lasts. */
	readonly milliseconds: number;
	/** What a row must be, so that its cell is not measured again (`isGood`). */
	readonly wanted?: 'isGood' | 'isServed';
	/** How long the pair may take to talk as before an attack, in milliseconds (10,000). */
	readonly recovery?: number;
};

/** Measures cells one by one, in one room as long as it holds. */
export class Table {
	readonly #options: TableOptions;
	#room: MeasuredRoom | undefined;

	constructor(options: TableOptions) {
		this.#options = options;
	}

	/**
	Measures a cell; a bad one again, for longer and in a new room: the machine or its disk may have
	been busy.
	*/
	async measure(cell: Cell): Promise<Row> {
		const {milliseconds, wanted = 'isGood'} = this.#options;
		let row = await this.#measureOnce(cell, milliseconds);
		for (let attempt = 1; attempt < attempts && !row[wanted]; attempt++) {
			await this.close();
			row = await this.#measureOnce(cell, attempt * 2 * milliseconds);
		}

		if (!row[wanted]) {
			await this.close();
		}

		return row;
	}

	async close() {
		await this.#room?.close();
		this.#room = undefined;
	}

	async #measureOnce(cell: Cell, milliseconds: number): Promise<Row> {
		this.#room ??= await MeasuredRoom.open(this.#options);
		return measure(this.#room, cell, milliseconds, this.#options.recovery ?? 10_000);
	}
}

const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0).padStart(7);

export const formatHead = (): string =>
	`${'attack'.padEnd(24)} ${'by'.padStart(3)}   quiet     p50     p95     max    wall  MiB  CPU  sent`;

export const formatRow = ({
	name,
	attackers,
	quiet,
	p50,
	p95,
	max,
	wall,
	memory,
	load,
	sent,
	faults,
	isGood,
}: Row): string =>
	`${name.padEnd(24)} ${String(attackers).padStart(3)} ${ms(quiet)} ${ms(p50)} ${ms(p95)} ${ms(max)} ${ms(wall)} ${memory
		.toFixed(0)
		.padStart(
			4,
		)} ${(load * 100).toFixed(0).padStart(3)}%  ${sent}${isGood ? '' : ' BAD'}${faults.map(each => `\n    ${each}`).join('')}`;

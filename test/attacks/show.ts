/**
A room with hostile insiders, readers that stopped, slow links and hundreds of idle members, for
some minutes: what an honest pair in it notices, minute by minute.
*/
import {createRandom, oneOf} from '../model/random.ts';
import type {BystanderReport, Bystanders} from './bystanders.ts';
import {startHelper, type Helper} from './helper.ts';
import {memberKinds} from './kinds.ts';
import {MeasuredRoom} from './measured-room.ts';
import {percentile} from './statistics.ts';

export type ShowOptions = {
	readonly seed: number;
	readonly minutes: number;
	readonly insiders: number;
	readonly idle: number;
	readonly deaf: number;
	readonly slow: number;
	readonly print: (line: string) => void;
};

/** The pace of the slow links, in bytes per second. */
const pace = 2000;
const minute = 60_000;

type Figures = {
	readonly latencies: readonly number[];
	readonly walls: readonly number[];
	readonly lost: number;
	readonly doubled: number;
	readonly reordered: number;
	readonly memory: number;
	readonly load: number;
	readonly begun: number;
	readonly bytes: number;
	readonly bystanders: BystanderReport;
};

const columns = ['', 'p50', 'p95', 'max', 'wall p95', 'MiB', 'CPU', 'said', 'lost', 'doubled', 'reordered', 'insiders'];
const moreColumns = ['MB of theirs', 'idle', 'deaf', 'slow', 'slow line'];
const format = (cells: readonly string[]) => cells.map(cell => cell.padStart(9)).join(' ');
const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

const formatFigures = (name: string, figures: Figures): string => {
	const {latencies, walls, lost, doubled, reordered, memory, load, begun, bytes, bystanders} = figures;
	return format([
		name,
		...[0.5, 0.95, 1].map(share => ms(percentile(latencies, share))),
		ms(percentile(walls, 0.95)),
		memory.toFixed(0),
		`${(load * 100).toFixed(0)}%`,
		...[latencies.length, lost, doubled, reordered, begun].map(String),
		(bytes / 1e6).toFixed(0),
		...[bystanders.idle, bystanders.deaf, bystanders.slow].map(String),
		bystanders.slowLine === undefined ? '' : `${bystanders.slowLine.toFixed(1)} s`,
	]);
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const summarise = (all: readonly Figures[]): Figures => ({
	latencies: all.flatMap(({latencies}) => latencies),
	walls: all.flatMap(({walls}) => walls),
	lost: sum(all.map(({lost}) => lost)),
	doubled: sum(all.map(({doubled}) => doubled)),
	reordered: sum(all.map(({reordered}) => reordered)),
	memory: Math.max(...all.map(({memory}) => memory)),
	load: sum(all.map(({load}) => load)) / all.length,
	begun: Math.min(...all.map(({begun}) => begun)),
	bytes: sum(all.map(({bytes}) => bytes)),
	bystanders: {
		idle: Math.min(...all.map(({bystanders}) => bystanders.idle)),
		deaf: Math.min(...all.map(({bystanders}) => bystanders.deaf)),
		slow: Math.min(...all.map(({bystanders}) => bystanders.slow)),
		slowLine: Math.max(...all.map(({bystanders}) => bystanders.slowLine ?? 0)),
	},
});

const addReports = (reports: readonly BystanderReport[]): BystanderReport => ({
	idle: sum(reports.map(({idle}) => idle)),
	deaf: sum(reports.map(({deaf}) => deaf)),
	slow: sum(reports.map(({slow}) => slow)),
	slowLine: reports.find(({slowLine}) => slowLine !== undefined)?.slowLine,
});

/** Runs the room. Returns whether the pair lost nothing. */
export const runShow = async ({minutes, insiders, print, ...who}: ShowOptions): Promise<boolean> => {
	const random = createRandom(who.seed, 'insiders');
	const all: Figures[] = [];
	const room = await MeasuredRoom.open({interval: 100, messages: 200});
	const helpers: Helper[] = [];
	try {
		const bystanders: Bystanders = {...who, port: room.port, pace};
		// The slow links have a process of their own: the hundreds of others keep theirs busy.
		for (const options of [
			{...bystanders, slow: 0},
			{...bystanders, idle: 0, deaf: 0},
		]) {
			const {helper} = await startHelper('bystanders.ts', [JSON.stringify(options)]);
			helpers.push(helper);
		}

		print(format([...columns, ...moreColumns]));
		await room.period();
		for (let index = 1; index <= minutes; index++) {
			const kinds = Array.from({length: insiders}, () => oneOf(random, memberKinds));
			const {during, report, memory, load} = await room.attack({kinds, attackers: insiders}, minute);
			const reports = await Promise.all(helpers.map(async helper => helper.ask<BystanderReport>('report')));
			const figures = {...during, ...report, memory, load, bystanders: addReports(reports)};
			all.push(figures);
			print(formatFigures(`minute ${index}`, figures));
			for (const fault of during.faults) {
				print(fault.slice(0, 200));
			}
		}
	} finally {
		await Promise.all(helpers.map(async helper => helper.close()));
		await room.close();
	}

	const total = summarise(all);
	print(formatFigures('all', total));
	return total.lost + total.doubled + total.reordered === 0;
};

/** How long a search of a long room takes, and how long others wait meanwhile. */
import {Buffer} from 'node:buffer';
import {closeSync, openSync, readSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {deriveKey} from '../../source/net/derive-key.ts';
import type {ClientFrame} from '../../source/wire/frames.ts';
import {testCode} from '../../test/helpers/line-process.ts';
import {enterDecrypting} from '../deliveries/secure-member.ts';
import {atMost, type Figure, type Row} from '../figure.ts';
import {createText, fillRoom} from '../history.ts';
import {newHome, startHost} from '../peers/socket-chat.ts';
import {interleave, median} from '../statistics.ts';
import {onStage, type Stage} from '../stage.ts';

const messages = 500_000;
/** The bytes that are read at a time, as the host reads them. */
const readBytes = 65_536;
/** The first hit in a room of so many messages takes at most this long, in milliseconds. */
const firstHit = 500;
/** The members that ping in turn, so that the host answers each of them at once. */
const bystanders = 4;
/** The time from one ping to the next, and how long they last without a search, in milliseconds. */
const pingEvery = 10;
const quietTime = 300;

const createNeedle = (seq: number): string => `needle-${seq}.`;
const createTextWithNeedles = (seq: number): string =>
	seq === 1 || seq === messages ? createNeedle(seq) : createText(seq);

/** The lines that are parsed. The start of the first line of all may be missing. */
const answers = /^{"type":"(?:found|pong)"/;

type Fields = Readonly<Record<string, unknown>>;
/** Sends a frame. Resolves with the milliseconds to the first answer that fits. */
type Ask = (frame: ClientFrame, isAnswer: (fields: Fields) => boolean) => Promise<number>;

/** Connects a member. Resolves once it has received the history. */
const enterAsking = async (stage: Stage, port: number, name: string): Promise<Ask> => {
	let rest = '';
	const waiting = new Set<(fields: Fields) => void>();
	const {send, close} = await enterDecrypting({port, psk: await deriveKey(testCode), name}, chunk => {
		const lines = (rest + Buffer.from(chunk).toString()).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines.filter(line => answers.test(line))) {
			const fields = JSON.parse(line) as Fields;
			for (const onFields of waiting) {
				onFields(fields);
			}
		}
	});
	stage.after(close);
	const ask: Ask = async (frame, isAnswer) =>
		new Promise(resolve => {
			const start = performance.now();
			const onFields = (fields: Fields) => {
				if (isAnswer(fields)) {
					waiting.delete(onFields);
					resolve(performance.now() - start);
				}
			};

			waiting.add(onFields);
			send([frame]);
		});
	await ask({type: 'ping', k: 1}, ({type}) => type === 'pong');
	return ask;
};

/** Returns the longest time to the answer of a ping, as long as something else lasts. */
const pingMeanwhile = async (asks: readonly Ask[], work: Promise<unknown>): Promise<number> => {
	const state = {isOver: false};
	const ended = work.then(() => {
		state.isOver = true;
	});
	const times: Array<Promise<number>> = [];
	for (let k = 2; !state.isOver; k++) {
		const ask = asks[k % asks.length];
		if (ask) {
			times.push(ask({type: 'ping', k}, fields => fields.type === 'pong' && fields.k === k));
		}

		await Promise.race([sleep(pingEvery), ended]);
	}

	return Math.max(...(await Promise.all(times)));
};

/** Returns the milliseconds in which a file is read through once. */
const timeReading = (file: string): number => {
	const buffer = Buffer.allocUnsafe(readBytes);
	const fd = openSync(file, 'r');
	const start = performance.now();
	let count = -1;
	while (count !== 0) {
		count = readSync(fd, buffer);
	}

	const time = performance.now() - start;
	closeSync(fd);
	return time;
};

export const search: Row = {
	name: 'search',
	how: `A member of a room of ${messages} messages searches it for a text that is in the newest one alone, and for one that is in message 1 alone: from the frame to the first place. Beside it, reading the room's file through once, ${readBytes / 1024} KiB at a time. Meanwhile ${bystanders} other members ping in turn, one every ${pingEvery} ms: the longest that one of them waited for its answer, as the median of the rounds; the same without a search, for ${quietTime} ms.`,
	reason:
		'The host searches for 2 ms and rests for 2 ms, so that others do not wait: half of the time to the first message is rest.',
	async measure({rounds}) {
		return onStage(async stage => {
			const home = await newHome(stage);
			const file = await fillRoom(home, messages, createTextWithNeedles);
			const {port} = await startHost(stage, home);
			let k = 0;
			const searcher = await enterAsking(stage, port, 'erin');
			const find = async (seq: number) => {
				const own = ++k;
				return searcher(
					{type: 'search', k: own, before: messages + 1, find: createNeedle(seq)},
					({type, k: of, seqs}) => type === 'found' && of === own && Array.isArray(seqs) && seqs.includes(seq),
				);
			};

			/** Measures with members of their own, whose pings the host has not counted yet. */
			const ping = async (work: () => Promise<unknown>) =>
				onStage(async own => {
					const asks: Ask[] = [];
					while (asks.length < bystanders) {
						asks.push(await enterAsking(own, port, `m${asks.length}`));
					}

					return pingMeanwhile(asks, work());
				});

			// What is called often is compiled by then.
			await find(1);
			const times = await interleave(rounds, {
				newest: async () => find(messages),
				first: async () => find(1),
				read: async () => timeReading(file),
				waiting: async () => ping(async () => find(1)),
				quiet: async () => ping(async () => sleep(quietTime)),
			});
			const of = (name: 'newest' | 'first' | 'read' | 'waiting' | 'quiet') => median(times.get(name) ?? []);
			const [newest, first, waiting] = [of('newest'), of('first'), of('waiting')];
			const against = [{name: 'reading the file', value: of('read')}];
			const figures: Figure[] = [
				{what: `first hit in ${messages} messages, in the newest`, unit: 'ms', value: newest, against},
				{
					what: `first hit in ${messages} messages, in message 1`,
					unit: 'ms',
					value: first,
					against,
					goal: atMost(first, firstHit, `at most ${firstHit} ms`),
				},
				{
					what: 'longest round trip of others while a room is searched',
					unit: 'ms',
					value: waiting,
					against: [{name: 'without a search', value: of('quiet')}],
					goal: atMost(waiting, 50, 'at most 50 ms'),
				},
			];
			return figures;
		});
	},
};

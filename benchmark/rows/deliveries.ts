/**
How many messages a second reach the members of a room, against servers that encrypt and keep
nothing.
*/
import {LoadedServer} from '../deliveries/load.ts';
import type {ChatServer} from '../deliveries/server.ts';
import {atLeast, comparisons, type Figure, type Row, type Settings} from '../figure.ts';
import {ncat} from '../peers/ncat.ts';
import {ngircd, ngircdHow} from '../peers/ngircd.ts';
import {socketChat} from '../peers/socket-chat.ts';
import {interleave, median} from '../statistics.ts';
import {onStage} from '../stage.ts';

const sizes = [1, 10, 100, 1000];
/** How long the sender sends each time, in seconds. */
const seconds = 1;

const servers = [socketChat, ngircd, ncat].filter((server): server is ChatServer => server !== undefined);

const goal = 'at least 3 × ngircd';

/** Every server has all its members before the first is measured: waiting members cost nothing. */
const measureSize = async (members: number, {rounds}: Settings): Promise<Figure[]> =>
	onStage(async stage => {
		const entering: Record<string, number> = {};
		const measurements: Record<string, () => Promise<number>> = {};
		for (const server of servers) {
			const loaded = new LoadedServer(server, members);
			const start = performance.now();
			await loaded.open(stage);
			entering[server.name] = (performance.now() - start) / 1000;
			measurements[server.name] = async () => loaded.measure(seconds);
		}

		const rates = await interleave(rounds, measurements);
		const rateOf = (server: ChatServer | undefined) => (server ? median(rates.get(server.name) ?? []) : undefined);
		const value = rateOf(socketChat) ?? 0;
		const base = rateOf(ngircd);
		const others = comparisons({ngircd: base, 'ncat --chat': rateOf(ncat)});
		const figures: Figure[] = [
			{
				what: `deliveries to ${members} member${members === 1 ? '' : 's'}`,
				unit: 'deliveries/s',
				value,
				against: others,
				goal: base === undefined ? undefined : atLeast(value, 3 * base, goal),
			},
		];
		return members < 1000
			? figures
			: [
					...figures,
					{
						what: `${members} members join, including the server's start`,
						unit: 's',
						value: entering[socketChat.name] ?? 0,
						against: comparisons({ngircd: entering.ngircd, 'ncat --chat': entering['ncat --chat']}),
					},
				];
	});

export const deliveries: Row = {
	name: 'deliveries',
	how: `One sender, texts of 60 characters, at most 1,000 messages and 200,000 deliveries in flight. socket-chat: line mode, encrypted, ordered, each message synced to disk before it is shown, acknowledged to its sender. ${ngircdHow}. All receivers are in one process and count bytes; one of them checks each text and their order.`,
	reason:
		'To one member, each message costs the host about 20 µs of its one thread: a quarter for its record on disk, a seventh for its frame, as much for reading it, a tenth for garbage collection, the rest for streams, sockets and the connection log. ngircd copies a line. To many members, encryption and the kernel take two thirds; because a message is encoded once and shared, one more member costs less than with ngircd. Tried: encoding a message once however far behind the members are, one buffer for a batch of any size, no connection log and no history in line mode, AES-GCM instead of ChaCha20 (the same here). A preallocated file would save half a millisecond of the disk for each commit, which the host does not wait for while it writes to others.',
	async measure(settings) {
		for (const [name, server] of Object.entries({ngircd, ncat})) {
			if (!server) {
				settings.report(`${name} is not installed: deliveries are not compared with it.`);
			}
		}

		const figures: Figure[] = [];
		for (const size of sizes) {
			figures.push(...(await measureSize(size, settings)));
		}

		return figures;
	},
};

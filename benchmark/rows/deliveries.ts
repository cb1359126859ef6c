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
/** How long the sender says something each time, in seconds. */
const seconds = 1;

const servers = [socketChat, ngircd, ncat].filter((server): server is ChatServer => server !== undefined);

const goal = 'at least 3 × ngircd';

/** All servers have their members in before the first is measured: those that wait cost nothing. */
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
						what: `${members} members come in, with the server's start`,
						unit: 's',
						value: entering[socketChat.name] ?? 0,
						against: comparisons({ngircd: entering.ngircd, 'ncat --chat': entering['ncat --chat']}),
					},
				];
	});

export const deliveries: Row = {
	name: 'deliveries',
	how: `One sender, texts of 60 characters, at most 1,000 messages and 200,000 deliveries under way. socket-chat: line mode, encrypted, ordered, each message synced to disk before it is shown, acknowledged to its sender. ${ngircdHow}. All receivers are in one process, and count: one of them is checked for each text, in order.`,
	reason:
		'To one member, each message costs the host about 20 µs of its one thread: a quarter for its record on disk, a seventh for its frame, as much for reading it, a tenth for collecting garbage, the rest spread over streams, sockets and the log of what they do. ngircd copies a line. To many, encrypting and the kernel are two thirds, and encoding once and sharing it is why a member more costs less than there. Tried: encoding a message once for all members however far behind, one buffer for a batch of any size, a log and a history that line mode does not make, AES-GCM for ChaCha20 (the same here). A file that has its room beforehand would save the disk’s half millisecond for a commit, which the host does not wait for while it has others to write to.',
	async measure(settings) {
		for (const [name, server] of Object.entries({ngircd, ncat})) {
			if (!server) {
				settings.say(`${name} is not installed: deliveries are not compared with it.`);
			}
		}

		const figures: Figure[] = [];
		for (const size of sizes) {
			figures.push(...(await measureSize(size, settings)));
		}

		return figures;
	},
};

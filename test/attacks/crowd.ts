/**
Attackers in a process of their own, which yields to others: they stand for programs on other
computers. Run by `measured-room.ts`, which says by messages who attacks, and when to stop.
*/
import {setPriority} from 'node:os';
import process from 'node:process';
import {until} from '../helpers/until.ts';
import {Attacker} from './attacker.ts';
import {CrowdAttacker, type Crowd} from './crowd-attacker.ts';
import {kindOf} from './kinds.ts';

/** `kinds`: each attacker takes the next one in turn. */
export type Attack = {readonly kinds: readonly string[]; readonly attackers: number};
export type AttackReport = {
	/** Attackers that got so far that they could send. */
	readonly begun: number;
	readonly connections: number;
	readonly bytes: number;
};

/** How long attackers have to get in, in milliseconds. */
const entryTime = 1500;

const port = Number(process.argv[2]);
setPriority(5);

const prepare = async (): Promise<{crowd: Crowd; leave: () => void}> => {
	const guide = new Attacker(port, '127.0.0.2');
	const peer = await guide.member({name: 'target'});
	const {room, head, you} = await peer.frame('welcome');
	peer.socket.removeAllListeners('data').resume();
	// A member that says nothing for 15 s would be taken for a dead one.
	const ping = setInterval(() => {
		peer.send({type: 'ping', k: 1});
	}, 5000);
	return {
		crowd: {
			port,
			room: String(room),
			head: Number(head),
			target: String((you as {readonly id: string}).id),
			count: {connections: 0, bytes: 0},
			chunks: new Map(),
		},
		leave() {
			clearInterval(ping);
			guide.leave();
		},
	};
};

let stop = async (): Promise<AttackReport> => ({begun: 0, connections: 0, bytes: 0});

const start = async ({kinds, attackers}: Attack) => {
	const {crowd, leave} = await prepare();
	const all = Array.from({length: attackers}, (_, index) => {
		const name = kinds[index % kinds.length] ?? '';
		return new CrowdAttacker(name, kindOf(name), crowd, index);
	});
	for (const each of all) {
		each.start();
	}

	stop = async () => {
		const begun = all.filter(({hasBegun}) => hasBegun).length;
		for (const each of all) {
			each.stop();
		}

		leave();
		return {...crowd.count, begun};
	};

	// Some never get in: to be kept out is an outcome, too.
	await until(() => all.every(({hasBegun}) => hasBegun), {timeout: entryTime}).catch(() => undefined);
};

process.on('message', (attack: Attack | 'stop') => {
	void (async () => {
		if (attack === 'stop') {
			process.send?.(await stop());
		} else {
			await start(attack);
			process.send?.('begun');
		}
	})();
});
process.once('disconnect', () => {
	process.exit();
});
process.send?.('ready');

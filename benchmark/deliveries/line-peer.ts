/** Peers of servers that speak plain text in lines. */
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {Stage} from '../stage.ts';
import {connectCounting, type Take} from './counting-socket.ts';

export type LinePeer = {
	readonly write: (text: string) => void;
	/** Resolves once the text received since the last call matches. */
	readonly expect: (pattern: RegExp) => Promise<void>;
	/** Passes everything received from now on to the owner. */
	readonly handOver: () => void;
};

export const connectLines = async (stage: Stage, port: number, take: Take): Promise<LinePeer> => {
	let received = '';
	let isHandedOver = false;
	let look = () => undefined as void;
	const socket = connectCounting(port, chunk => {
		if (isHandedOver) {
			take(chunk);
			return;
		}

		received += Buffer.from(chunk).toString('latin1');
		look();
	});
	stage.after(() => socket.destroy());
	await once(socket, 'connect');
	socket.on('error', () => undefined);
	return {
		write(text) {
			socket.write(text);
		},
		async expect(pattern) {
			await new Promise<void>((resolve, reject) => {
				look = () => {
					if (pattern.test(received)) {
						received = '';
						resolve();
					}
				};

				socket.once('close', () => {
					reject(new Error(`The server has closed: ${received.slice(-200)}`));
				});
				look();
			});
		},
		handOver() {
			isHandedOver = true;
		},
	};
};

/**
`ncat --chat`: what one peer sends goes to all others. Plain text, no frames, nothing is kept, and
whoever does not read stops all.
*/
import type {Take} from '../deliveries/counting-socket.ts';
import {connectLines} from '../deliveries/line-peer.ts';
import type {ChatServer} from '../deliveries/server.ts';
import {waitForPort} from '../stage.ts';
import {findClosedPort} from '../../test/helpers/server.ts';
import {findProgram} from './available.ts';

/** Ncat puts the sender's name before the bytes of each read, wherever they begin. */
const names = /<user\d+> /g;

export const ncat: ChatServer | undefined = (file => {
	if (file === undefined) {
		return undefined;
	}

	return {
		name: 'ncat --chat',
		// Its listening socket has a backlog of 10.
		atATime: 8,
		hasCopies: false,
		readText: line => line.replaceAll(names, '') || undefined,
		async start(stage) {
			const port = await findClosedPort();
			const {pid} = stage.start([file, '--listen', '--chat', '--max-conns', '2000', '127.0.0.1', String(port)]);
			await waitForPort(port, 'ncat');
			const connect = async (take: Take) => {
				const peer = await connectLines(stage, port, take);
				await peer.expect(/is connected as/);
				peer.handOver();
				return {
					...peer,
					greet() {
						// Ncat answers nothing.
					},
				};
			};

			return {
				pid,
				port,
				async enterSender(onBytes) {
					const peer = await connect(chunk => {
						onBytes(chunk.length);
					});
					return {
						greet: peer.greet,
						send(said) {
							peer.write(said.map(text => `${text}\n`).join(''));
						},
					};
				},
				enterReceiver: async onBytes =>
					connect(chunk => {
						onBytes(chunk.length);
					}),
				enterChecked: connect,
			};
		},
	};
})(findProgram('ncat'));

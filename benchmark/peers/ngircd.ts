/** NgIRCd: an IRC server in C. Plain text, nothing kept. */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Take} from '../deliveries/counting-socket.ts';
import {connectLines} from '../deliveries/line-peer.ts';
import type {ChatServer} from '../deliveries/server.ts';
import {waitForPort, type Stage} from '../stage.ts';
import {findClosedPort} from '../../test/helpers/server.ts';
import {findProgram} from './available.ts';

export const channel = '#b';

/** Its limits on connections and its flood penalties are lifted. */
export const ngircdHow =
	'ngircd: MaxConnections, MaxConnectionsIP, MaxJoins and MaxPenaltyTime 0, DNS, Ident and PAM off, the sender an operator with mode F (relaxed flood protection)';

const configuration = (port: number): string => `
[Global]
Name = irc.example.net
Info = benchmark
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = benchmark
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
MaxPenaltyTime = 0
PingTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
[Operator]
Name = bench
Password = bench
`;

export const startNgircd = async (stage: Stage, file: string) => {
	const port = await findClosedPort();
	const config = path.join(await stage.folder(), 'ngircd.conf');
	await writeFile(config, configuration(port));
	const {pid} = stage.start([file, '--nodaemon', '--config', config]);
	await waitForPort(port, 'ngircd');
	return {pid, port};
};

/** Connects a user with this name and joins the channel. */
export const enterChannel = async (stage: Stage, port: number, name: string, take: Take) => {
	const peer = await connectLines(stage, port, take);
	peer.write(`NICK ${name}\r\nUSER ${name} 0 * :${name}\r\n`);
	await peer.expect(/ (?:376|422) /);
	peer.write(`JOIN ${channel}\r\n`);
	await peer.expect(/ 366 /);
	return peer;
};

/** Connects a user without a limit on messages. */
export const enterOperator = async (stage: Stage, port: number, name: string, take: Take) => {
	const peer = await enterChannel(stage, port, name, take);
	peer.write('OPER bench bench\r\n');
	await peer.expect(/ 381 /);
	peer.write(`MODE ${name} +F\r\n`);
	await peer.expect(/MODE \S+ :?\+F/);
	return peer;
};

/** Connects a user that sees others join the channel, and then sends texts there. */
export const enterIrcSpeaker = async (stage: Stage, port: number) => {
	const peer = await enterOperator(stage, port, 'frank', () => undefined);
	return {
		async untilJoined(name: string) {
			await peer.expect(new RegExp(String.raw`:${name}!\S+ JOIN`));
		},
		speak(texts: readonly string[]) {
			peer.handOver();
			peer.write(texts.map(text => `PRIVMSG ${channel} :${text}\r\n`).join(''));
		},
	};
};

export const ngircdFile = findProgram('ngircd');

const texts = / PRIVMSG \S+ :(?<text>.*)\r?$/;

export const ngircd: ChatServer | undefined = (file => {
	if (file === undefined) {
		return undefined;
	}

	return {
		name: 'ngircd',
		atATime: 50,
		hasCopies: false,
		readText: line => texts.exec(line)?.groups?.text,
		async start(stage) {
			const {pid, port} = await startNgircd(stage, file);
			let users = 0;
			const enter = async (take: Take) => {
				const peer = await enterChannel(stage, port, `r${++users}`, take);
				peer.handOver();
				return {
					greet() {
						peer.write('PING :there\r\n');
					},
				};
			};

			return {
				pid,
				port,
				async enterSender(onBytes) {
					const peer = await enterOperator(stage, port, 'sender', chunk => {
						onBytes(chunk.length);
					});
					peer.handOver();
					return {
						greet() {
							peer.write('PING :there\r\n');
						},
						send(said) {
							peer.write(said.map(text => `PRIVMSG ${channel} :${text}\r\n`).join(''));
						},
					};
				},
				enterReceiver: async onBytes =>
					enter(chunk => {
						onBytes(chunk.length);
					}),
				enterChecked: enter,
			};
		},
	};
})(ngircdFile);

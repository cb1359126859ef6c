/** Socket-chat as it is shipped. */
import {chmod, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {deriveKey} from '../../source/net/derive-key.ts';
import {resolveRoomFolder} from '../../source/storage/files/state-folder.ts';
import {program} from '../../test/helpers/program.ts';
import {testCode, type Environment} from '../../test/helpers/line-process.ts';
import {enterCounting, enterDecrypting, type SecureMember} from '../deliveries/secure-member.ts';
import type {ChatServer} from '../deliveries/server.ts';
import {PseudoTerminal} from '../pseudo-terminal.ts';
import {waitForPort, type Stage} from '../stage.ts';
import {findClosedPort} from '../../test/helpers/server.ts';

/** Creates a state folder whose room "main" has the code of all tests. */
export const newHome = async (stage: Stage): Promise<string> => {
	const home = await stage.folder();
	const folder = resolveRoomFolder(home, 'main');
	await mkdir(folder, {recursive: true, mode: 0o700});
	await writeFile(path.join(folder, 'code'), `${testCode}\n`, {mode: 0o600});
	await chmod(home, 0o700);
	return home;
};

/**
Returns Node's options for a CPU profile in the folder that SOCKET_CHAT_BENCHMARK_PROFILE names.
*/
const profiling = (folder: string | undefined): string[] =>
	folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(folder)}`];

const [node = '', ...bundle] = program;
const command = [node, ...profiling(process.env.SOCKET_CHAT_BENCHMARK_PROFILE), ...bundle];

export const environment = (home: string): Environment => ({SOCKET_CHAT_HOME: home});

export const hostCommand = (port: number): string[] => [
	...command,
	'host',
	'--listen',
	'127.0.0.1',
	'--port',
	String(port),
	'--name',
	'alice',
	'--hidden',
];

export const joinCommand = (port: number, ...args: readonly string[]): string[] => [
	...command,
	'join',
	`127.0.0.1:${port}`,
	...args,
];

/** Starts a host in line mode, with a room on disk. Its output is discarded. */
export const startHost = async (stage: Stage, home: string) => {
	const port = await findClosedPort();
	const child = stage.start(hostCommand(port), environment(home));
	await waitForPort(port, 'socket-chat host');
	return {port, pid: child.pid, child};
};

/** Starts a host on a screen. Resolves once it listens. */
export const openHostScreen = async (stage: Stage, home: string) => {
	const port = await findClosedPort();
	const terminal = new PseudoTerminal(stage, hostCommand(port), environment(home));
	await waitForPort(port, 'socket-chat host');
	return {port, terminal};
};

/** Starts a client on a screen, with a state folder of its own. */
export const openJoinScreen = async (stage: Stage, port: number) =>
	new PseudoTerminal(stage, joinCommand(port, '--name', 'erin'), environment(await newHome(stage)));

/** Connects a member that sends texts and ignores what it receives. */
export const enterSpeaker = async (stage: Stage, port: number): Promise<(texts: readonly string[]) => void> => {
	const psk = await deriveKey(testCode);
	const member = await enterDecrypting({port, psk, name: 'frank'}, () => undefined);
	// The host closes the connection of a silent member.
	const greeting = setInterval(() => {
		member.send([{type: 'ping', k: 1}]);
	}, 5000);
	stage.after(() => {
		clearInterval(greeting);
		member.close();
	});
	let n = 0;
	return said => {
		member.send(said.map(text => ({type: 'post', n: ++n, text})));
	};
};

const texts = /"type":"msg".*"text":"(?<text>[^"]*)"/;

export const socketChat: ChatServer = {
	name: 'socket-chat',
	// Below the limit of connections that have not identified themselves.
	atATime: 25,
	hasCopies: true,
	readText: line => texts.exec(line)?.groups?.text,
	async start(stage) {
		const {port, pid} = await startHost(stage, await newHome(stage));
		const psk = await deriveKey(testCode);
		let members = 0;
		const next = () => ({port, psk, name: `m${++members}`});
		const keep = (member: SecureMember): SecureMember => {
			stage.after(member.close);
			return member;
		};

		const greetOn = (member: SecureMember) => () => {
			member.send([{type: 'ping', k: 1}]);
		};

		return {
			pid,
			port,
			async enterSender(onBytes) {
				const member = keep(
					await enterDecrypting(next(), chunk => {
						onBytes(chunk.length);
					}),
				);
				let n = 0;
				return {
					greet: greetOn(member),
					send(said) {
						member.send(said.map(text => ({type: 'post', n: ++n, text})));
					},
				};
			},
			async enterReceiver(onBytes) {
				const enter = async () => enterCounting(next(), onBytes);
				// Where many connect at once, one may miss the deadline for its hello.
				return {greet: greetOn(keep(await enter().catch(enter)))};
			},
			async enterChecked(onChunk) {
				return {greet: greetOn(keep(await enterDecrypting(next(), onChunk)))};
			},
		};
	},
};

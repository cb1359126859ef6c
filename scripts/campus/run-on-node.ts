/** Runs a program on a node of the campus. */
import {spawn} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {nodesOf} from './build-campus.ts';
import {CampusError} from './campus-error.ts';
import type {Campus} from './campus.ts';
import type {Command} from './network/commands.ts';
import {inNamespaceOf} from './network/namespace-owner.ts';
import {campusFolder, hostsPath} from './state.ts';

const identify = 'mount --bind "$0" /etc/hosts && hostname "$1" && shift && exec "$@"';

/**
Returns the command, run on this node: with its network, its own host name, and a hosts file that
has all names of the campus. It keeps its pid.
*/
export const onNode = ({plan, owner, namespaceOf, state}: Campus, node: string, command: Command): string[] => {
	if (!nodesOf(plan).includes(node)) {
		throw new CampusError(`There is no ${node} in the campus. There are ${nodesOf(plan).join(', ')}.`);
	}

	const named = ['unshare', '-u', '--', 'sh', '-c', identify, hostsPath(state.name), node, ...command];
	return inNamespaceOf(owner, namespaceOf(node), named);
};

/** Runs it on our terminal, and returns its exit code. */
export const runOnNode = async (campus: Campus, node: string, command: Command, cwd: string): Promise<number> => {
	// Computers do not share their files: each node has its own rooms and codes of socket-chat.
	const home = path.join(campusFolder(campus.state.name), 'homes', node);
	const [file = '', ...args] = onNode(campus, node, ['env', `SOCKET_CHAT_HOME=${home}`, ...command]);
	const child = spawn(file, args, {stdio: 'inherit', cwd});
	// Ctrl+C reaches the program too, which decides what it means.
	process.on('SIGINT', () => undefined);
	for (const name of ['SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			child.kill(name);
		});
	}

	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', code => {
			resolve(code ?? 1);
		});
	});
};

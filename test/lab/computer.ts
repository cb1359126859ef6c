/**
A computer for one block of the guide: namespaces of its own for the network, the host name and
/etc/hosts. Port 5000 is free there, and its name leads where the block needs it to.
*/
import {spawn, spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {Cleanup} from '../helpers/line-process.ts';
import type {ComputerKind} from './parse-guide.ts';

/** A computer by itself: the campus has several. */
export type SingleKind = Exclude<ComputerKind, 'campus'>;

const isRoot = process.getuid?.() === 0;
const flags = isRoot ? ['-nmu'] : ['-Urnmu'];

export const lanAddress = '192.168.1.7';

/** /etc/hosts as Debian's installer writes it, or as it is where the name is on the network. */
const hosts: Readonly<Record<SingleKind, string>> = {
	desktop: '127.0.0.1\tlocalhost\n127.0.1.1\tlab\n::1\tlocalhost ip6-localhost\n',
	lan: `127.0.0.1\tlocalhost\n${lanAddress}\tlab\n::1\tlocalhost ip6-localhost\n`,
};

const connectToNetwork: Readonly<Record<SingleKind, string>> = {
	desktop: '',
	lan: `ip link add eth0 type veth peer name cable; ip link set cable up; ip link set eth0 up; ip address add ${lanAddress}/24 dev eth0`,
};

/** Matches a listening socket's row of /proc/net/tcp: its port, no peer, state 0A. */
const listenRow = (port: number) => new RegExp(`:${port.toString(16).toUpperCase().padStart(4, '0')} 0+:0000 0A`);

const setUp = (kind: SingleKind) => `set -e
ip link set lo up
hostname lab
mount --bind "$1" /etc/hosts
${connectToNetwork[kind]}
echo ready
exec cat`;

const probe = (): boolean =>
	process.platform === 'linux' &&
	spawnSync('unshare', [...flags, 'sh', '-c', 'ip link set lo up && hostname lab && mount --bind /dev/null /etc/hosts'])
		.status === 0 &&
	spawnSync('nsenter', ['--version']).status === 0;

let usable: boolean | undefined;

/** For `{skip}`: `false`, or the sentence that says why no computer can be made. */
export const withoutComputers = (): string | false => {
	usable ??= probe();
	return !usable && 'needs Linux that allows namespaces to this user, with unshare, nsenter and ip';
};

/** Makes the computer; it is gone after the test, or when this process ends. */
export const openComputer = async (t: Cleanup, kind: SingleKind, folder: string) => {
	const file = path.join(folder, '.hosts');
	writeFileSync(file, hosts[kind]);
	const child = spawn('unshare', [...flags, 'sh', '-c', setUp(kind), 'sh', file], {stdio: 'pipe'});
	t?.after(() => {
		child.stdin.end();
	});
	let errors = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		errors += text;
	});
	await new Promise<void>((resolve, reject) => {
		child.stdout.once('data', () => {
			resolve();
		});
		child.on('error', reject);
		child.on('close', () => {
			reject(new Error(`The computer could not be made: ${errors}`));
		});
	});
	const join = [
		'nsenter',
		`--target=${child.pid}`,
		'-n',
		'-m',
		'-u',
		...(isRoot ? [] : ['-U', '--preserve-credentials']),
	];
	return {
		/** Whether any program on this computer listens at this TCP port. */
		listens: (port: number): boolean =>
			['tcp', 'tcp6'].some(table => listenRow(port).test(readFileSync(`/proc/${child.pid}/net/${table}`, 'utf8'))),
		/** The command of a shell on this computer. It keeps its pid. */
		wrap: (command: string): string[] => [...join, 'sh', '-c', `cd "$1" && eval "$2"`, 'sh', folder, command],
	};
};

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import test, {type TestContext} from 'node:test';
import {hostCommand, startJoin} from '../helpers/program.ts';
import {connectTo} from '../helpers/raw-peer.ts';
import {openTerminal, type Terminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

const withoutSs = spawnSync('ss', ['-V']).status === 0 ? false : 'needs ss';

const openPlainHost = async (t: TestContext) => {
	const terminal = openTerminal(t, hostCommand('--plain'), {columns: 120, rows: 40});
	const [, port] = await terminal.waitFor(/1 here[^]*127\.0\.0\.1:([1-9]\d*)/);
	await terminal.waitForRawMode();
	return {terminal, port: Number(port)};
};

/** Returns what ss says of a connection: `state acknowledged received segments`. */
const readFigures = (port: number, peerPort: number): string => {
	const {stdout} = spawnSync('ss', ['-tinOH', `sport = :${port} and dport = :${peerPort}`], {encoding: 'utf8'});
	const count = (name: string) => Number(new RegExp(String.raw`\b${name}:(\d+)`).exec(stdout)?.[1] ?? 0);
	const state = stdout.startsWith('ESTAB ') ? 'ESTABLISHED' : stdout.split(' ')[0];
	return `${state} ${count('bytes_acked')} ${count('bytes_received')} ${count('data_segs_in')}`;
};

/** Returns the same figures as the x-ray shows them. */
const showFigures = (terminal: Terminal): string => {
	const text = terminal.text().replaceAll(/(?<=\d),(?=\d)/g, '');
	const state = /\[([A-Z\d-]+)].* k \d/.exec(text.replace(/\[X-ray.*/, ''))?.[1];
	const acknowledged = /acknowledged (\d+) of/.exec(text)?.[1];
	const [, received, segments] = /recv\(\) \d+ calls?, (\d+) B in (\d+) segments?/.exec(text) ?? [];
	return `${state} ${acknowledged} ${received} ${segments}`;
};

const comparing = async (terminal: Terminal, port: number, peerPort: number) => {
	const figures = await until(
		() => {
			const shown = showFigures(terminal);
			return readFigures(port, peerPort) === shown && shown;
		},
		{every: 100, describe: () => `${readFigures(port, peerPort)} is not ${showFigures(terminal)}\n${terminal.text()}`},
	);
	assert.match(figures, /^ESTABLISHED(?: [1-9]\d*){3}$/);
};

test(
	'F5 shows the calls of a plain and of a private connection, with the figures of ss',
	{skip: withoutSs},
	async t => {
		const {terminal, port} = await openPlainHost(t);
		const peer = await connectTo(t, port);
		await terminal.waitFor('nc-1 joined');
		terminal.write('\u{1B}[15~');
		const [, plainPort] = await terminal.waitFor(/\[X-ray #\d+] {2}nc-1 .* ⇄ 127\.0\.0\.1:(\d+)/);
		peer.socket.write('three\n');
		await terminal.waitFor(/recv\(\) {6}6 B 1 segment k .* 74 68 72 65 65 0a .*"three\\n"/);
		await terminal.submit('Hello');
		await terminal.waitFor(/send\(\) {6}6 B acked k .*"Hello\\n"/);
		await comparing(terminal, port, Number(plainPort));

		const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
		await terminal.waitFor('1 of 2');
		terminal.write('\u{1B}[C');
		const [, privatePort] = await terminal.waitFor(/\[X-ray #\d+] {2}bob .* ⇄ 127\.0\.0\.1:(\d+)/);
		bob.say('to all');
		await terminal.waitFor(/recv\(\).*#\d+ ✓.*post \d+ B/);
		await comparing(terminal, port, Number(privatePort));

		terminal.press('Escape');
		await terminal.waitFor('[Messages]');
	},
);

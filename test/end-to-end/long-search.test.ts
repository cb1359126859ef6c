import {mkdirSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openDiskLog} from '../../source/storage/log/disk-log.ts';
import {newHome, type LineProcess} from '../helpers/line-process.ts';
import {hostCommand, joinCommand, startJoin} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

const size = 20_000;

/** Returns a home with a room in which much was said. */
const createRoom = async () => {
	const home = newHome();
	const folder = path.join(home, 'rooms', 'main');
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const log = await openDiskLog(path.join(folder, 'log'), {createId: () => 'a'.repeat(16)});
	for (let seq = 1; seq <= size; seq++) {
		const text = seq % 7000 === 300 ? `needle ${seq}` : `hay ${seq}`;
		log.append({seq, id: 'b'.repeat(16), n: seq, from: 'carol', ts: 1_700_000_000_000 + 60_000 * seq, text});
	}

	await log.close();
	return home;
};

/** Says something every 200 ms. */
const talk = (t: TestContext, talker: LineProcess) => {
	let count = 0;
	const timer = setInterval(() => {
		count++;
		talker.stdin.write(`talk ${count}\n`);
	}, 200);
	t.after(() => {
		clearInterval(timer);
	});
};

test('/find ends in a long room while others talk, on the host and on a client, and shows what was found', async t => {
	const host = openTerminal(t, hostCommand(), {columns: 100, rows: 24, env: {SOCKET_CHAT_HOME: await createRoom()}});
	await host.waitFor(`hay ${size}`);
	const [, port] = await host.waitFor(/join 127\.0\.0\.1:(\d+)/);
	const join = openTerminal(t, joinCommand(Number(port), '--name', 'bob'), {columns: 100, rows: 24});
	await join.waitFor(`hay ${size}`);
	talk(t, startJoin(t, Number(port), ['--name', 'dora', '--json']));
	await join.waitFor('talk 1');
	for (const screen of [host, join]) {
		await screen.waitForRawMode();
		await screen.submit('/find needle 300');
		await screen.waitFor(/1 of 1 for "needle 300"/);
		await screen.waitFor('hay 299');
		// Older messages are loaded as usual, and so are newer ones, which leaves a gap.
		screen.press('Ctrl+U');
		screen.type('needle');
		await screen.waitFor(/3 of 3 for "needle"/);
		await screen.waitFor(`needle ${Math.floor((size - 300) / 7000) * 7000 + 300}`);
		for (let page = 0; page < 12; page++) {
			screen.press('PageDown');
		}

		screen.press('End');
		await screen.waitFor(/talk \d+/);
	}
});

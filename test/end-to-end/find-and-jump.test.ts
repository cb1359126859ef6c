import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openDiskLog} from '../../source/storage/log/disk-log.ts';
import {newHome} from '../helpers/line-process.ts';
import {hostCommand, joinCommand} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

const size = 3000;
const start = new Date(2026, 0, 10, 12).getTime();
const hour = 3_600_000;

/** Returns a home with a room in which something was said each hour, but for one day. */
const createRoom = async () => {
	const home = newHome();
	const folder = path.join(home, 'rooms', 'main');
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const log = await openDiskLog(path.join(folder, 'log'), {createId: () => 'a'.repeat(16)});
	for (let seq = 1; seq <= size; seq++) {
		const text =
			seq === 20 ? 'old Needle' : seq === 2990 ? 'needle, needle and needle' : seq === 1 ? 'the first' : `hay ${seq}`;
		const ts = start + hour * (seq > 100 ? seq + 48 : seq);
		log.append({seq, id: 'b'.repeat(16), n: seq, from: 'carol', ts, text});
	}

	await log.close();
	return home;
};

test('what was said is found while one types, hit by hit; Ctrl+Home and /jump go to places far back; a host ends, and it is said', async t => {
	const host = openTerminal(t, hostCommand(), {columns: 100, rows: 24, env: {SOCKET_CHAT_HOME: await createRoom()}});
	await host.waitFor(`hay ${size}`);
	const [, port] = await host.waitFor(/join 127\.0\.0\.1:(\d+)/);
	const join = openTerminal(t, joinCommand(Number(port), '--name', 'bob'), {columns: 100, rows: 24});
	await join.waitFor(`hay ${size}`);
	await join.waitForRawMode();
	join.type('half a thought');
	await join.waitFor('› half a thought');
	join.press('Ctrl+R');
	await join.waitFor('Find ›');
	join.type('needle');
	await join.waitFor('2 of 2 for "needle", 3 of 3 in it');
	const {row, column} = join.find('needle, needle and needle');
	const look = (offset: number) => join.cell(row, column + offset);
	assert.deepEqual(
		[0, 8, 19].map(offset => [look(offset).inverse, look(offset).underline]),
		[
			[true, false],
			[true, false],
			[true, true],
		],
	);
	join.press('Enter');
	await join.waitFor('2 of 2 for "needle", 2 of 3 in it');
	// Ctrl+J is what Shift+Enter and Alt+Enter are to the field.
	join.write('\u{A}');
	await join.waitFor('2 of 2 for "needle", 3 of 3 in it');
	for (let count = 0; count < 3; count++) {
		join.press('Enter');
	}

	await join.waitFor('old Needle');
	await join.waitFor('1 of 2 for "needle"');
	join.press('Escape');
	await join.waitFor('› half a thought');
	join.press('Ctrl+U');
	join.press('End');
	await join.waitFor(`hay ${size}`);

	join.write('\u{1B}[1;5H');
	await join.waitFor('the first');
	join.press('End');
	await join.waitFor(`hay ${size}`);
	await join.submit('/jump 2026-01-12');
	await join.waitFor('Monday 12 January 2026');
	await join.waitFor(/hay 36\b/);
	await join.submit('/jump 2026-01-15');
	await join.waitFor('Nothing was said on Thursday 15 January 2026.');
	await join.submit('/jump 1500');
	await join.waitFor(/hay 1500\b/);

	await host.submit('bye');
	await host.waitFor(/close/i);
	host.press('Enter');
	await join.waitFor('✕ closed');
	join.press('Ctrl+S');
	join.type('nowhere at all');
	await join.waitFor(/No match for "nowhere at all" in the [\d,]+ messages that are here/);
});

/** A program in a pipe that is not read: nobody else notices, and nothing that is said is lost. */
import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {hostCommand, isMessage, startJoin} from '../helpers/program.ts';
import {startUnread} from '../helpers/unread-process.ts';

/** Together more than a host keeps for its reader. */
const count = 250;
const long = 'x'.repeat(8000);

/** A host whose events nobody reads, and a pair that has talked in its room. */
const startUnreadHost = async (t: TestContext) => {
	const host = startUnread(t, hostCommand('--json', '--stop-on', 'halt'));
	const [, port] = await host.readUntil(/"verb":"listen".*?"port":(\d+)/);
	const [ann, ben] = ['ann', 'ben'].map(name => startJoin(t, Number(port), ['--json', '--stay', '--name', name]));
	assert.ok(ann && ben);
	await Promise.all([ann, ben].map(async one => one.waitForEvent(({status}) => status === 'open')));
	for (let index = 0; index < count; index++) {
		ann.say(`${index} ${long}`);
	}

	await ben.waitForEvent(isMessage(`${count - 1} ${long}`));
	return {host, ann, ben};
};

const readEvents = (output: string): ReadonlyArray<Readonly<Record<string, unknown>>> =>
	output
		.trimEnd()
		.split('\n')
		.map((line): Readonly<Record<string, unknown>> => {
			const event: unknown = JSON.parse(line);
			assert.ok(typeof event === 'object' && event !== null);
			return {...event};
		});

test('a host whose events are not read prints every message in order later, also after the room has closed', async t => {
	const {host, ann} = await startUnreadHost(t);
	ann.say('halt');
	await host.waitForError('said halt');
	const events = readEvents(await host.readAll());
	assert.deepEqual(
		events.filter(({type}) => type === 'message').map(({seq}) => seq),
		Array.from({length: count + 1}, (_, index) => index + 1),
	);
	assert.match(String(events.find(({verb}) => verb === 'skipped')?.detail), /^\d+ rows of the connection log/);
	const last = events.at(-1);
	assert.deepEqual([last?.type, last?.status], ['status', 'closed']);
	assert.equal(await host.exited, 0);
});

test('a host whose events are not read when a signal ends it says what is lost, and exits with 1', async t => {
	const {host} = await startUnreadHost(t);
	host.kill('SIGTERM');
	assert.equal(await host.exited, 1);
	assert.match(
		host.errors(),
		/\nNot read from standard output, and lost: \d+ bytes, and \d+ messages that are in the room's log\.\n$/,
	);
});

test('others talk while standard error of a host is not read, and the end does not wait for it', async t => {
	const host = startUnread(t, hostCommand('--plain', '--stop-on', 'halt'));
	await host.waitForError('\ncode ');
	const port = Number(/^listen 127\.0\.0\.1:(\d+)$/m.exec(host.errors())?.[1]);
	host.stopReadingErrors();
	const join = startJoin(t, port, ['--json', '--stay', '--name', 'bob']);
	const output = host.readAll();
	await join.waitForEvent(({status}) => status === 'open');
	// Each is received and sent: much more than a pipe takes.
	for (let index = 0; index < 400; index++) {
		join.say(`${index}`);
		await join.waitForEvent(isMessage(`${index}`));
	}

	join.say('halt');
	assert.match(await output, /^bob: 399\nbob: halt\n$/m);
	assert.equal(await host.exited, 0);
});

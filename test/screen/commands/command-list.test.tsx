import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import fc from 'fast-check';
import {Text} from 'ink';
import {listAllCommands, listCommands} from '../../../source/chat/commands/list-commands.ts';
import {useCommandList, type CommandList} from '../../../source/screen/commands/use-command-list.ts';
import {useComposer, type ComposerState} from '../../../source/screen/composer/use-composer.ts';
import {useComposerKeys} from '../../../source/screen/composer/use-composer-keys.ts';
import {useKeys} from '../../../source/screen/terminal/use-keys.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';
import {everyCondition} from '../../helpers/conditions.ts';

const up = '\u{1B}[A';
const down = '\u{1B}[B';
const escape = '\u{1B}[27u';

/** Shows a composer with the list in Ink, which reads bytes as a terminal sends them. */
const openComposer = async (t: TestContext, {mostRows = 8, commands = listAllCommands('screen')} = {}) => {
	let composer: ComposerState | undefined;
	let list: CommandList | undefined;
	const sent: string[] = [];
	function Screen() {
		composer = useComposer();
		list = useCommandList({composer, commands, mostRows});
		const handleComposerKey = useComposerKeys({
			composer,
			columns: 60,
			onSend(text) {
				sent.push(text);
				return {ok: true};
			},
			onAsk: () => false,
			onRefusal() {
				throw new Error('Nothing is refused here');
			},
			onEmptyEnter() {
				sent.push('(empty)');
			},
			onLeave() {
				sent.push('(leave)');
			},
			onWheel() {
				sent.push('(wheel)');
			},
		});
		const handlers = [list.handleKey, handleComposerKey];
		useKeys(press => {
			handlers.some(handle => handle(press));
		});
		return <Text>composer</Text>;
	}

	const {turn, write: writeBytes, close} = await renderOnBytes(() => <Screen />);
	t.after(close);
	t.mock.timers.enable({apis: ['setTimeout']});
	const write = async (...chunks: readonly string[]) => {
		for (const chunk of chunks) {
			await writeBytes(chunk);
			// Nothing follows: an arrow at the end is one key.
			t.mock.timers.tick(1000);
			await turn();
		}
	};

	return {
		sent,
		write,
		draft: () => composer?.current().text,
		names: () => list?.shown?.commands.map(({name}) => name),
		chosen: () => list?.shown?.commands[list.shown.chosen]?.name,
		clear() {
			composer?.edit({type: 'sent', text: ''});
			sent.length = 0;
		},
	};
};

test('the list opens at a slash, is filtered as one types, and closes after the name', async t => {
	const {write, names, draft} = await openComposer(t);
	await write('/');
	assert.equal(names()?.length, listAllCommands('screen').length);
	await write('w');
	assert.deepEqual(names(), ['msg', 'who']);
	await write('ho');
	assert.deepEqual(names(), ['who']);
	await write(' ');
	assert.equal(names(), undefined);
	assert.equal(draft(), '/who ');
});

test('the list has only what can be used in this role and state', async t => {
	const {write, names} = await openComposer(t, {
		commands: listCommands('screen', {...everyCondition, isHost: false, isLab: false, isWaiting: false}),
	});
	await write('/');
	for (const name of ['kick', 'code', 'lock', 'break', 'retry', 'history', 'status']) {
		assert.ok(!names()?.includes(name), name);
	}

	await write('br');
	assert.equal(names(), undefined);
});

test('Tab takes the chosen command; arrows choose another one, which Enter runs', async t => {
	const {write, draft, chosen, names, sent} = await openComposer(t);
	await write('/m', '\t');
	assert.equal(draft(), '/msg ');
	await write('\u{15}/', down);
	assert.equal(draft(), '/who');
	assert.equal(chosen(), 'who');
	await write(up, up);
	assert.equal(chosen(), names()?.at(-1));
	await write(down, down, '\t');
	assert.equal(draft(), '/who ');
	await write('\u{15}/', down, '\r');
	assert.deepEqual(sent, ['/who']);
});

test('Enter runs what is typed, Esc closes the list and keeps the draft', async t => {
	const {write, draft, names, sent} = await openComposer(t);
	await write('/m', '\r');
	assert.deepEqual(sent, ['/m']);
	await write('/m', escape);
	assert.equal(names(), undefined);
	assert.equal(draft(), '/m');
	await write('e');
	assert.deepEqual(names()?.[0], 'me');
});

test('a line that is recalled opens no list, so that arrows go on through what was sent', async t => {
	const {write, draft, names} = await openComposer(t);
	await write('hello\r', '/who', escape, '\r', up);
	assert.equal(draft(), '/who');
	assert.equal(names(), undefined);
	await write(up);
	assert.equal(draft(), 'hello');
});

test('several arrows at once are the wheel and choose nothing', async t => {
	const {write, draft, sent} = await openComposer(t);
	await write('/', down + down + down);
	assert.equal(draft(), '/');
	assert.deepEqual(sent, ['(wheel)', '(wheel)', '(wheel)']);
});

test('a window without rows for the list leaves the keys to the draft', async t => {
	const {write, draft, names, sent} = await openComposer(t, {mostRows: 0});
	await write('hello\r', '/', up);
	assert.equal(names(), undefined);
	assert.equal(draft(), 'hello');
	assert.deepEqual(sent, ['hello']);
});

test('keys do the same in one read as one by one, and Enter sends what the draft held', async t => {
	const screen = await openComposer(t);
	const keys = fc.array(fc.constantFrom('/', 'w', 'm', 'x', ' ', '\t', '\u{7F}', '\u{1B}[Z', '\r', escape), {
		maxLength: 12,
	});
	await fc.assert(
		fc.asyncProperty(keys, async typed => {
			screen.clear();
			await screen.write(...typed);
			const [draft, sent] = [screen.draft(), [...screen.sent]];
			screen.clear();
			await screen.write(typed.join(''));
			assert.deepEqual([screen.draft(), screen.sent], [draft, sent]);
		}),
		{numRuns: 60},
	);
});

test('bye that comes in one read with other lines is text, and alone it is bye, also with Enter held down', async t => {
	const {sent, write} = await openComposer(t);
	await write('one\rbye\rtwo\r');
	assert.deepEqual(sent, ['one', '/say bye', 'two']);
	await write('bye\rrest');
	assert.deepEqual(sent.splice(0).slice(3), ['/say bye']);
	await write('\u{15}', 'by', 'e\r\r');
	assert.deepEqual(sent, ['bye', '(empty)']);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {hostCommand, isMessage, isPeer, startHost, startJoin} from '../../helpers/program.ts';
import {openJoin} from '../../helpers/screen-programs.ts';
import {openTerminal} from '../../helpers/terminal.ts';
import {until} from '../../helpers/until.ts';

const words = (screen: readonly string[]) => screen.join(' ').replaceAll(/\s+/g, ' ');

const sentence = (name: string) => `This goes to everybody. Enter sends it, Esc goes back, Tab makes it /msg ${name}.`;

for (const [columns, rows] of [
	[120, 40],
	[80, 24],
	[40, 10],
] as const) {
	test(`1: at ${columns}×${rows} a text that begins with msg and a name is not sent before it is asked about`, async t => {
		const {host, port} = await startHost(t);
		const carol = startJoin(t, port, ['--name', 'carol', '--stay', '--json']);
		await host.waitForEvent(isPeer('joined', 'carol'));
		const join = await openJoin(t, port, {columns, rows});
		await join.submit('msg Carol my password is x');
		await join.waitFor(screen => words(screen).includes(sentence('carol')));
		assert.match(join.screen().at(-1) ?? '', /^ Enter send · Tab private · Esc back/);
		join.press('Escape');
		await join.waitFor(screen => !words(screen).includes('goes to everybody'));
		assert.match(words(join.screen()), /› msg Carol my password is x/);
		join.press('Enter');
		await join.waitFor(screen => words(screen).includes(sentence('carol')));
		join.press('Tab');
		await join.waitFor(screen => words(screen).includes('› /msg carol my password is x'));
		join.press('Enter');
		const event = await carol.waitForEvent(isMessage('my password is x'));
		assert.equal(event.to, 'carol');
		await join.submit('tell carol that all may hear it');
		await join.waitFor(screen => words(screen).includes(sentence('carol')));
		join.press('Enter');
		await host.waitForEvent(isMessage('tell carol that all may hear it'));
		assert.equal(host.events().filter(({text}) => String(text).includes('password')).length, 0);
	});
}

test('1: a member that has left is known, keys in one read send nothing, and // sends as it is', async t => {
	const {host, port} = await startHost(t);
	const join = await openJoin(t, port, {columns: 100});
	const dave = startJoin(t, port, ['--name', 'dave', '--stay']);
	await join.waitFor('dave joined');
	dave.say('bye');
	await join.waitFor('dave left');
	join.write('\\msg dave, sekrit\r\r');
	await join.waitFor(sentence('dave'));
	join.press('Ctrl+C');
	await join.waitFor('› type a message');
	join.write('w dave sekrit\rmore\r');
	await join.waitFor('› w dave sekritmore');
	await join.waitFor(sentence('dave'));
	join.press('Ctrl+C');
	await join.waitFor('› type a message');
	await join.submit('//msg dave is a command');
	await host.waitForEvent(isMessage('/msg dave is a command'));
	assert.equal(host.events().filter(({text}) => String(text).includes('sekrit')).length, 0);
});

test('1, 3: --linear asks in words', async t => {
	const host = openTerminal(t, hostCommand('--linear'), {columns: 120});
	const [, port] = await host.waitFor(/join 127\.0\.0\.1:(\d+)/);
	const bob = startJoin(t, Number(port), ['--name', 'bob', '--stay']);
	await host.waitFor('bob joined.');
	host.type('Msg bob: sekrit\r');
	await host.waitFor('This goes to everybody. Type yes to send it. Private would be: /msg bob text');
	host.type('no\r');
	await host.waitFor('It was not sent.');
	host.type('bye\r');
	await host.waitFor('This closes the room for 1 other. Type yes to close it.');
	host.type('all can hear this\r');
	await host.waitFor('The room stays open.');
	await bob.waitForLine('alice: all can hear this');
	host.press('Ctrl+C');
	await host.waitFor('Press Ctrl+C again to close the room for 1 other.');
	host.type('bye\r');
	await until(() => host.text().split('Type yes to close it.').length === 3);
	host.type('yes\r');
	assert.equal((await host.exited).exitCode, 0);
	await bob.exited;
	assert.equal(bob.lines().join('\n').includes('sekrit'), false);
});

test('1: on a pipe lines are messages, and nothing is asked', async t => {
	const {host, port} = await startHost(t);
	const bob = startJoin(t, port, ['--name', 'bob', '--stay']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	host.say('msg bob hello');
	await bob.waitForLine('alice: msg bob hello');
	host.say('bye');
	assert.equal((await host.exited).code, 0);
});

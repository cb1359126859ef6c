/** How a room is reached. */
import assert from 'node:assert/strict';
import {networkInterfaces} from 'node:os';
import test from 'node:test';
import {startProcess} from '../../helpers/line-process.ts';
import {isPeer, program} from '../../helpers/program.ts';

/** Runs the program without input. Resolves once it has ended. */
const run = async (t: test.TestContext, ...args: readonly string[]) => {
	const child = startProcess(t, [...program, ...args]);
	child.end();
	const {code} = await child.exited;
	return {code, errors: child.errors()};
};

/** Opens a room at this address, and joins it by the words of its invitation. */
const joinByInvitation = async (t: test.TestContext, listen: string): Promise<string> => {
	const host = startProcess(t, [...program, 'host', '--listen', listen, '--port', '0', '--json']);
	const {addresses} = await host.waitForEvent(event => event.type === 'invite');
	const [invitation] = Array.isArray(addresses) ? addresses.map(String) : [];
	assert.ok(invitation !== undefined);
	startProcess(t, [...program, 'join', invitation, '--stay', '--name', 'bob']);
	await host.waitForEvent(isPeer('joined', 'bob'));
	return invitation;
};

test('J: a yes/no option is on or off as its value says, and any other value is refused', async t => {
	const host = startProcess(t, [...program, 'host', '--listen', '127.0.0.1', '-p', '0', '--json=1', '--ephemeral=on']);
	await host.waitForEvent(event => event.verb === 'listen');
	for (const flag of ['--hidden=maybe', '--once=', '--ephemeral=2']) {
		const {code, errors} = await run(t, 'host', flag);
		assert.equal(code, 2, flag);
		assert.match(errors.join('\n'), /^--\w+ takes yes or no, not "\w*"\.$/);
	}
});

test('AA: a host takes an IPv6 address in brackets, and its invitation leads to it', async t => {
	assert.match(await joinByInvitation(t, '[::1]'), /^\[::1]:\d+$/);
});

const linkLocal = Object.entries(networkInterfaces()).flatMap(([name, infos = []]) =>
	infos.flatMap(({address, internal}) => (!internal && /^fe80:/i.test(address) ? [`${address}%${name}`] : [])),
)[0];

test(
	'AA: a link-local address leads to its room with its interface, and without it the sentence says so',
	{skip: linkLocal === undefined && 'needs an interface with a link-local address'},
	async t => {
		const invitation = await joinByInvitation(t, `[${linkLocal}]`);
		assert.ok(invitation.startsWith(`[${linkLocal}]:`), invitation);
		const {code, errors} = await run(t, 'join', invitation.replace(/%[^\]]+/, ''));
		assert.equal(code, 2);
		assert.match(errors.join('\n'), /^fe80::\S+ is valid on one interface only, and %interface is missing: /);
	},
);

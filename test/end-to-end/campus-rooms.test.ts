import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {suite, test} from 'node:test';
import {converge, findLink, readRoutes, setLink, type LinkCondition} from '../../scripts/campus/links.ts';
import {formatChange} from '../../scripts/campus/routes.ts';
import {openTestCampus, withoutCampus, type TestCampus} from '../helpers/campus.ts';
import type {LineProcess} from '../helpers/line-process.ts';
import {isAck, joinAs, patience, startHost, startMember} from '../helpers/network-programs.ts';
import {isMessage, program, textsOf} from '../helpers/program.ts';

const skip = withoutCampus();
const options = {skip, timeout: 150_000};

const hostRoom = (name: string, ...args: readonly string[]) => [...program, 'host', '--name', name, '--json', ...args];

/** As `npm run campus -- link` does. Returns the sentences of the routes that changed. */
const changeLink = (campus: TestCampus, one: string, other: string, condition: LinkCondition): string[] => {
	const now = campus.now();
	const before = readRoutes(now);
	setLink(now, findLink(now, one, other), condition);
	return converge(now, before).map(change => formatChange(now.plan, change));
};

/** Returns this end's address and port of each connection that was made. */
const connections = (join: LineProcess): string[] =>
	join.events().flatMap(({verb, detail}) => {
		const [, local] = /^(\S+) → /.exec(String(detail)) ?? [];
		return verb === 'connect' && local !== undefined ? [local] : [];
	});

const fingerprint = (chat: LineProcess) =>
	createHash('md5')
		.update(JSON.stringify(textsOf(chat)))
		.digest('hex');

suite('a room on the campus', {concurrency: 2, timeout: 2 * options.timeout}, () => {
	test(
		'shows the address that NAT makes, lives through a reroute, and after a cut every member has each message once',
		options,
		async t => {
			const campus = await openTestCampus(t);
			const host = await startHost(t, campus.wrap('room', hostRoom('room')));
			const nodes = ['cs1', 'ee1', 'hos1', 'guest1', 'lib1'];
			const joins = await Promise.all(
				nodes.map(async node => startMember(t, campus.wrap(node, joinAs(node, 'room', '--json', '--stay')))),
			);
			const [cs1, ee1, , guest1] = joins;
			assert.ok(cs1 && ee1 && guest1);
			const everybody = [host, ...joins];
			const allHear = async (text: string) =>
				Promise.all(everybody.map(async chat => chat.waitForEvent(isMessage(text), patience)));
			cs1.say('before');
			await allHear('before');

			// The guest's router translates: the room sees the router's address.
			assert.match(String(connections(guest1)), /^10\.20\.2\.2:\d+$/);
			const accepted = host.events().flatMap(({verb, detail}) => (verb === 'accept' ? [String(detail)] : []));
			assert.equal(accepted.filter(detail => detail.startsWith('10.20.4.250:')).length, 1, accepted.join('\n'));
			assert.ok(!accepted.join('\n').includes('10.20.2.2'));

			const changes = changeLink(campus, 'core', 'academic', 'down');
			assert.ok(changes.includes('office: cs via 10.20.4.253 (was 10.20.4.245)'), changes.join('\n'));
			cs1.say('by the spare cable');
			host.say('and back');
			await allHear('by the spare cable');
			await allHear('and back');
			assert.deepEqual(
				joins.map(join => connections(join).length),
				[1, 1, 1, 1, 1],
			);
			assert.ok(campus.run('cs1', 'ss', '-tnH', 'state', 'established').includes(connections(cs1)[0] ?? '?'));

			changeLink(campus, 'academic', 'office', 'down');
			cs1.say('cs1 in the dark');
			ee1.say('ee1 in the dark');
			host.say('not heard in cs');
			await Promise.all([cs1, ee1].map(async join => join.waitForEvent(event => event.status === 'waiting', patience)));
			changeLink(campus, 'core', 'academic', 'up');
			await Promise.all([cs1, ee1].map(async join => join.waitForEvent(isAck(join === cs1 ? 3 : 1), patience)));
			host.say('the end');
			await allHear('the end');
			assert.deepEqual(
				textsOf(host)
					.map(String)
					.toSorted((one, other) => one.localeCompare(other)),
				[
					'and back',
					'before',
					'by the spare cable',
					'cs1 in the dark',
					'ee1 in the dark',
					'not heard in cs',
					'the end',
				],
			);
			assert.deepEqual([...new Set(everybody.map(chat => fingerprint(chat)))], [fingerprint(host)]);
		},
	);
});

import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {buildCampus, hostsFile, namespacesOf, nodesOf} from '../../scripts/campus/build-campus.ts';
import {checkingRouter, firewallScript, natScript} from '../../scripts/campus/firewall.ts';
import {toScript} from '../../scripts/campus/network/script.ts';
import {parseTopology} from '../../scripts/campus/parse-topology.ts';
import {planCampus} from '../../scripts/campus/plan.ts';
import {campusTopology} from '../helpers/campus.ts';

const plan = planCampus(parseTopology(campusTopology()));

suite('the firewall of a router', () => {
	test('is that of the sender, and has a rule for each LAN or host that it refuses', () => {
		const denials = [
			{from: 'cs1', to: 'room', refusal: 'drop'},
			{from: 'guest', to: 'admin', refusal: 'prohibited'},
			{from: 'ee', to: 'outside', refusal: 'reset'},
		] as const;
		assert.deepEqual(
			denials.map(denial => checkingRouter(plan, denial)),
			['academic', 'dorms', 'academic'],
		);
		const rules = firewallScript('academic', plan, denials)
			.split('; ')
			.filter(line => line.startsWith('add rule'));
		assert.deepEqual(
			rules.map(rule => rule.replace(/ comment .*$/, '')),
			[
				'add rule inet firewall forward ip saddr 10.20.3.2 ip daddr 10.20.4.226 counter drop',
				'add rule inet firewall forward ip saddr 10.20.4.0/25 ip daddr 203.0.113.0/24 meta l4proto tcp counter reject with tcp reset',
				'add rule inet firewall forward ip saddr 10.20.4.0/25 ip daddr 203.0.113.0/24 counter reject with icmp type port-unreachable',
			],
		);
		assert.match(
			firewallScript('dorms', plan, denials),
			/saddr 10\.20\.2\.0\/24 ip daddr 10\.20\.4\.128\/26 counter reject/,
		);
	});

	test('does not see what stays in a LAN, and knows no other names', () => {
		assert.throws(() => checkingRouter(plan, {from: 'cs1', to: 'cs2'}), /cs1 and cs2 are in the same LAN/);
		assert.throws(() => checkingRouter(plan, {from: 'cs', to: 'cs2'}), /passes no router/);
		assert.throws(() => checkingRouter(plan, {from: 'cs', to: 'music'}), /no LAN or host called music/);
	});

	test('translates guests, and on core all that goes outside', () => {
		assert.match(natScript('dorms', plan) ?? '', /ip saddr 10\.20\.2\.0\/24 oifname != "lan-guest" masquerade;/);
		assert.match(natScript('core', plan) ?? '', /oifname "wan" masquerade;/);
		assert.equal(natScript('office', plan), undefined);
	});
});

suite('the commands of a campus', () => {
	test('make a namespace for each node, called after the campus, and use no other', () => {
		const commands = buildCampus(plan, namespacesOf('lab2'));
		const made = commands.filter(([, what, how]) => what === 'netns' && how === 'add').map(command => command[3]);
		assert.deepEqual(
			made,
			nodesOf(plan).map(node => `lab2-${node}`),
		);
		for (const command of commands) {
			const name = command[1] === '-n' ? command[2] : command[3];
			assert.ok(name !== undefined && made.includes(name), command.join(' '));
		}
	});

	test('stay in order in each namespace when they are joined, and the script names the one that fails', () => {
		const script = toScript([
			['ip', '-n', 'a', 'link', 'set', 'lo', 'up'],
			['ip', '-n', 'a', 'link', 'show'],
			['echo', `it's`, '$HOME'],
		]);
		assert.deepEqual(script.split('\n').slice(1), [
			`ip -n a -batch - <<'END' || fail 'ip -n a -batch -: link set lo up; link show'`,
			'link set lo up',
			'link show',
			'END',
			String.raw`echo 'it'\''s' '$HOME' || fail 'echo '\''it'\''\'\'''\''s'\'' '\''$HOME'\'''`,
			'',
		]);
	});

	test('give every node all names', () => {
		const lines = new Set(hostsFile(plan).split('\n'));
		for (const line of ['10.20.4.226 room', '10.20.3.1 gw-cs', '203.0.113.10 outside', '127.0.0.1 localhost']) {
			assert.ok(lines.has(line), line);
		}
	});
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {describeAlteredLabel} from '../../source/config/flags.ts';
import {parseOptions, UsageError, type RawFlags} from '../../source/config/options.ts';

const parse = (words: string[], flags: RawFlags = {}, code?: string) =>
	parseOptions(words, flags, {loginName: 'login', code});

test('host binds all interfaces; with --plain only loopback, unless --listen gives an address', () => {
	assert.deepEqual(parse(['host']), {
		command: 'host',
		name: 'login',
		isNameChosen: false,
		json: false,
		linear: false,
		lab: false,
		plain: false,
		bye: true,
		history: undefined,
		input: {kind: 'lines', to: undefined},
		log: undefined,
		port: 5000,
		room: 'main',
		newCode: false,
		ephemeral: false,
		hidden: false,
		announce: undefined,
		listen: undefined,
		listenOnOwnName: false,
		once: false,
		stopOn: undefined,
		lineEnd: undefined,
	});
	for (const [flags, listen, listenOnOwnName] of [
		[{}, '127.0.0.1', true],
		[{listen: '127.0.0.1'}, '127.0.0.1', false],
		[{listen: '0.0.0.0'}, '0.0.0.0', false],
	] as const) {
		const options = Object(parse(['host'], {plain: true, ...flags}));
		assert.deepEqual([options.listen, options.listenOnOwnName], [listen, listenOnOwnName]);
	}

	assert.equal(Object(parse(['host'], {port: '0'})).port, 0);
});

test('join without an address has no endpoint', () => {
	assert.deepEqual(parse(['join']), {
		command: 'join',
		name: 'login',
		json: false,
		linear: false,
		lab: false,
		plain: false,
		bye: true,
		history: undefined,
		input: {kind: 'lines', to: undefined},
		log: undefined,
		endpoint: undefined,
		code: undefined,
		lineEnd: undefined,
		stay: false,
	});
});

test('--listen takes an address as an invitation prints it; its port and --port must agree', () => {
	const listen = (address: string, flags: RawFlags = {}) => {
		const {listen: host, port} = Object(parse(['host'], {listen: address, ...flags}));
		return `${String(host)} ${String(port)}`;
	};

	assert.equal(listen('[::1]'), '::1 5000');
	assert.equal(listen('::1'), '::1 5000');
	assert.equal(listen('[::1]:0'), '::1 0');
	assert.equal(listen('0.0.0.0:81'), '0.0.0.0 81');
	assert.equal(listen('[FE80::0A%eth0]', {port: '81'}), 'fe80::a%eth0 81');
	assert.equal(listen('box.', {port: '5000'}), 'box 5000');
	assert.equal(listen('box:81', {port: '81'}), 'box 81');
	assert.throws(() => listen('box:81', {port: '82'}), new UsageError('--listen and --port name two ports, 81 and 82.'));
	assert.throws(() => listen('fe80::a'), /%interface is missing/);
});

test('an option with a value has no --no- form', () => {
	assert.throws(
		() => parse(['host'], {stopOn: false}),
		new UsageError('There is no option --no-stop-on; see socket-chat help.'),
	);
});

test('an invalid command, address, port, name or flag is rejected with one sentence', () => {
	const wrong: Array<[string[], RawFlags?]> = [
		[[]],
		[['dance']],
		[['host', 'box']],
		[['join', 'a', 'b']],
		[['join', '']],
		[['join', 'box:']],
		[['join', 'box:0']],
		[['join', 'box:65536']],
		[['join', 'box:x']],
		[['join', '[::1']],
		[['join', '[1.2.3.4]:5']],
		[['join', 'http://box']],
		[['host'], {port: 'x'}],
		[['host'], {port: '65536'}],
		[['host'], {port: '-1'}],
		[['host'], {port: ''}],
		[['host'], {port: '5e3'}],
		[['host'], {name: '\u{202E}'}],
		[['host'], {stopOn: ' '}],
		[['host'], {stay: true}],
		[['host'], {eol: 'lf'}],
		[['join'], {once: true}],
		[['join'], {port: '1'}],
		[['join'], {room: 'x'}],
		[['join'], {ephemeral: true}],
		[['host'], {room: ''}],
		[['join'], {plain: true, eol: 'cr'}],
		[['join'], {eol: 'lf'}],
		[['join'], {dance: true}],
		[['join'], {stay: 'x'}],
		[['join'], {x: true}],
		[['join'], {to: ' '}],
		[['join'], {to: 'bob', commands: true}],
		[['host'], {paste: true, commands: true}],
		[['host'], {paste: 'x'}],
		[['join'], {plain: true, to: 'bob'}],
		[['join'], {plain: true, paste: true}],
	];
	for (const [words, flags] of wrong) {
		assert.throws(
			() => parse(words, flags),
			error => error instanceof UsageError && /^[^\n]+\.$/.test(error.message),
			JSON.stringify([words, flags]),
		);
	}
});

test('--to, --paste and --commands say what becomes of standard input', () => {
	const read = (flags: RawFlags) => Object(parse(['join'], flags)).input as unknown;
	assert.deepEqual(read({to: ' Ada  Lovelace '}), {kind: 'lines', to: 'Ada Lovelace'});
	assert.deepEqual(read({to: 'bob', paste: true}), {kind: 'text', to: 'bob'});
	assert.deepEqual(read({commands: true}), {kind: 'commands', to: undefined});
	assert.deepEqual(Object(parse(['host'], {paste: true})).input, {kind: 'text', to: undefined});
});

test('a host knows whether its name is chosen: by --name, or in the settings', () => {
	const isChosen = (flags: RawFlags, isNameSet?: boolean) =>
		Object(parseOptions(['host'], flags, {loginName: 'x', ...(isNameSet !== undefined && {isNameSet})})).isNameChosen;
	assert.deepEqual([isChosen({}), isChosen({name: 'a'}), isChosen({}, true)], [false, true, true]);
});

test('a login name without a usable character becomes guest', () => {
	assert.equal(parseOptions(['host'], {}, {loginName: '\u{202E}'}).name, 'guest');
	assert.equal(parseOptions(['host'], {name: ' Ada  Lovelace '}, {loginName: 'x'}).name, 'Ada Lovelace');
});

test('the code is read from the environment, in any spelling that names the same words', () => {
	for (const code of [
		'legal-winner-thank-year-wave',
		'Legal winner  THANK year wave',
		'lega winn than year wave',
		'code legal-winner-thank-year-wave\n',
		'“Code: legal–winner–thank–year–wave.”',
	]) {
		assert.equal(Object(parse(['join', 'box'], {}, code)).code, 'legal-winner-thank-year-wave');
	}

	assert.equal(Object(parse(['join', 'box'], {}, '  ')).code, undefined);
	assert.equal(Object(parse(['join', 'box'], {plain: true}, 'nonsense')).code, undefined);
});

test('an invalid code is rejected without being quoted', () => {
	for (const [code, words] of [
		['legal-winner-thank-year', 'SOCKET_CHAT_CODE: A code has 5 words, and this has 4.'],
		['legal-winner-thank-year-wave-wave', 'SOCKET_CHAT_CODE: A code has 5 words, and this has 6.'],
		[
			'legal-winner-thonk-year-wave',
			'SOCKET_CHAT_CODE: The third word is not a code word. Type the code as the host shows it.',
		],
	] as const) {
		assert.throws(() => parse(['join', 'box'], {}, code), new UsageError(words));
	}
});

test('--announce comes before the setting; an unusable name, and --hidden beside it, are refused', () => {
	const announce = (flags: RawFlags, setting?: string): unknown =>
		Object(parseOptions(['host'], flags, {loginName: 'login', announce: setting})).announce;
	assert.equal(announce({}), undefined);
	assert.equal(announce({}, "Ada's laptop"), "Ada's laptop");
	assert.equal(announce({announce: 'desk, “mine”'}, "Ada's laptop"), 'desk mine');
	assert.equal(announce({announce: 'x'.repeat(100)}), 'x'.repeat(24));
	assert.equal(announce({hidden: true}, 'desk'), 'desk');
	assert.throws(() => announce({announce: '“ ”'}), UsageError);
	assert.throws(() => announce({announce: 'desk', hidden: true}), UsageError);
	assert.throws(() => parse(['join'], {announce: 'desk'}), UsageError);
	assert.equal(describeAlteredLabel('desk', 'desk'), undefined);
	assert.match(describeAlteredLabel('desk, mine', 'desk mine') ?? '', /^Others read desk mine:/);
});

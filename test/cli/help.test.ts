import assert from 'node:assert/strict';
import test from 'node:test';
import {hostPage, isHelpCommand, joinPage, overview, repairPage, selectPage} from '../../source/cli/help.ts';

const pages = {overview, hostPage, joinPage};

test('every help page fits into 78 columns and starts with two examples', () => {
	for (const [name, page] of Object.entries({...pages, repairPage})) {
		for (const line of page.split('\n')) {
			assert.ok(line.length <= 78, `${name}: ${line}`);
		}

		assert.match(page, /^socket-chat.*\n{2}Examples(?:\n {2}\$ .*){2}\n{2}Usage\n/, name);
		assert.match(page, /[^\n]\n$/, name);
	}
});

test('every help page names the environment variables, the settings file and the exit codes', () => {
	for (const [name, page] of Object.entries(pages)) {
		for (const word of ['SOCKET_CHAT_HOME', 'NO_COLOR', 'INK_SCREEN_READER', 'file "settings"', '  130  ']) {
			assert.ok(page.includes(word), `${name}: ${word}`);
		}

		assert.equal(page.includes('SOCKET_CHAT_CODE'), page !== hostPage, name);
	}
});

test("each command's page has its own options and the shared ones", () => {
	const shared = [
		'--name',
		'--json',
		'--linear',
		'--lab',
		'--help',
		'--version',
		'--plain',
		'--to',
		'--paste',
		'--commands',
	];
	const host = [
		'--port',
		'--listen',
		'--room',
		'--new-code',
		'--ephemeral',
		'--hidden',
		'--announce',
		'--once',
		'--stop-on',
	];
	const join = ['--eol', '--stay'];
	for (const option of [...shared, ...host, ...join]) {
		assert.equal(hostPage.includes(`${option} `), !join.includes(option), option);
		assert.equal(joinPage.includes(`${option} `), !host.includes(option), option);
	}
});

test('help and --help select the page of the command that is named with them', () => {
	for (const [words, page] of [
		[[], overview],
		[['help'], overview],
		[['host'], hostPage],
		[['help', 'host'], hostPage],
		[['join', 'box'], joinPage],
		[['help', 'join'], joinPage],
		[['dance'], overview],
	] as const) {
		assert.equal(selectPage(words), page, words.join(' '));
	}
});

test('help is a command alone and before host or join', () => {
	assert.ok(isHelpCommand(['help']));
	assert.ok(isHelpCommand(['help', 'join']));
	assert.ok(!isHelpCommand(['help', 'dance']));
	assert.ok(!isHelpCommand(['host']));
	assert.ok(!isHelpCommand([]));
});

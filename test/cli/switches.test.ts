import assert from 'node:assert/strict';
import test from 'node:test';
import {normalizeSwitches, SwitchError} from '../../source/cli/switches.ts';

const normalize = (...argv: readonly string[]) => normalizeSwitches(argv, ['once', 'newCode', 'json']).join(' ');

test('a yes/no option takes true and false, 1 and 0, yes and no, on and off', () => {
	for (const [on, off] of [
		['true', 'false'],
		['1', '0'],
		['yes', 'no'],
		['on', 'off'],
		['YES', 'No'],
	]) {
		assert.equal(normalize('host', `--once=${on}`, '--port', '0'), 'host --once --port 0');
		assert.equal(normalize('host', `--new-code=${off}`), 'host --no-new-code');
	}

	assert.equal(normalize('--once', 'host', '--no-json'), '--once host --no-json');
	assert.equal(normalize('--once', 'false', 'host'), '--no-once host');
	assert.equal(normalize('--newCode=1', '--NEW_CODE'), '--new-code --new-code');
});

test('any other value is refused', () => {
	for (const value of ['maybe', '', '2', 'yess', 'true false']) {
		assert.throws(
			() => normalize('host', `--new-code=${value}`),
			new SwitchError(`--new-code takes yes or no, not ${JSON.stringify(value)}.`),
		);
	}

	assert.throws(() => normalize('--no-once=yes'), new SwitchError('--no-once takes no value.'));
});

test('the last of several counts', () => {
	assert.equal(normalize('--once', 'host', '--no-once'), '--no-once host --no-once');
	assert.equal(normalize('--once=0', '--once', 'true'), '--once --once');
});

test('other options, their values and what follows -- stay as they are', () => {
	for (const words of ['--name=--once=maybe', '--once-more=maybe', '-n --x', '-- --once=maybe', '--no-name=x']) {
		assert.equal(normalize(...words.split(' ')), words);
	}

	assert.equal(normalize('--name', '--once', 'x'), '--name --once x');
});

import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {changeSetting, parseSettings, SettingsFile} from '../../source/config/settings.ts';
import {emptyHome} from '../helpers/line-process.ts';

test('each setting is read, with comments, spaces and empty lines around it', () => {
	const text = '# mine\n\nname = Ada Lovelace  # me\n bell=all\ntheme = none\nhide = log, peers\nmouse = on\n';
	assert.deepEqual(parseSettings(text, 'f'), {
		settings: {name: 'Ada Lovelace', bell: 'all', theme: 'none', hide: ['log', 'peers'], mouse: 'on'},
		problems: [],
	});
	assert.deepEqual(parseSettings('', 'f'), {settings: {}, problems: []});
});

test('what is wrong is named with its line, and the rest counts', () => {
	const {settings, problems} = parseSettings(
		'bell = loud\nname = ada\nspeed = 9\nnonsense\nhide = log, kitchen\n',
		'f',
	);
	assert.deepEqual(settings, {name: 'ada'});
	assert.deepEqual(problems, [
		'f, line 1: bell is off, mention or all.',
		'f, line 3: this is no setting. There are name, bell, theme, hide, mouse, each as key = value.',
		'f, line 4: this is no setting. There are name, bell, theme, hide, mouse, each as key = value.',
		'f, line 5: hide is log, peers, or both with a comma.',
	]);
});

test('a change leaves everything else as it was', () => {
	assert.equal(
		changeSetting('# mine\nbell = off # quiet\nname = ada\n', 'bell', 'all'),
		'# mine\nbell = all\nname = ada\n',
	);
	assert.equal(changeSetting('name = ada', 'bell', 'off'), 'name = ada\nbell = off\n');
	assert.equal(changeSetting('', 'bell', 'off'), 'bell = off\n');
});

test('a file is kept for its user only, and one with a wrong line is not overwritten', () => {
	const home = emptyHome();
	const settings = new SettingsFile(home);
	assert.equal(settings.change('bell', 'all'), undefined);
	const file = path.join(home, 'settings');
	assert.equal(readFileSync(file, 'utf8'), 'bell = all\n');
	assert.equal((statSync(file).mode % 0o1000).toString(8), '600');
	writeFileSync(file, 'bel = off\n');
	assert.match(
		settings.change('bell', 'off') ?? '',
		/^It holds until you leave, and is not kept: .*settings, line 1: this is no setting\./,
	);
	assert.equal(readFileSync(file, 'utf8'), 'bel = off\n');
	const blocked = emptyHome();
	mkdirSync(path.dirname(blocked), {recursive: true});
	writeFileSync(blocked, 'not a folder');
	assert.match(
		new SettingsFile(blocked).change('bell', 'off') ?? '',
		/^It holds until you leave, and cannot be kept: /,
	);
});

import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {changeSetting, parseSettings, SettingsFile} from '../../source/config/settings.ts';
import {emptyHome} from '../helpers/line-process.ts';

test('every setting is read; comments, spaces and empty lines are ignored', () => {
	const text = `# mine\n\nname = Ada Lovelace  # me\n bell=all\ntheme = none\nhide = log, peers\nmouse = on\nannounce = Ada's laptop\n`;
	assert.deepEqual(parseSettings(text, 'f'), {
		settings: {
			name: 'Ada Lovelace',
			bell: 'all',
			theme: 'none',
			hide: ['log', 'peers'],
			mouse: 'on',
			announce: "Ada's laptop",
		},
		problems: [],
	});
	assert.deepEqual(parseSettings('', 'f'), {settings: {}, problems: []});
});

test('wrong lines are reported with their numbers, and the other lines have effect', () => {
	const {settings, problems} = parseSettings(
		'bell = loud\nname = ada\nspeed = 9\nnonsense\nhide = log, kitchen\nannounce = , ,\n',
		'f',
	);
	assert.deepEqual(settings, {name: 'ada'});
	assert.deepEqual(problems, [
		'f, line 1: bell must be off, mention or all.',
		'f, line 3: not a setting. The settings are name, bell, theme, hide, mouse, announce, each as key = value.',
		'f, line 4: not a setting. The settings are name, bell, theme, hide, mouse, announce, each as key = value.',
		'f, line 5: hide must be log, peers, or both with a comma.',
		'f, line 6: announce must be a name with a letter or digit.',
	]);
});

test('changing a setting leaves the rest of the file as it was', () => {
	assert.equal(
		changeSetting('# mine\nbell = off # quiet\nname = ada\n', 'bell', 'all'),
		'# mine\nbell = all\nname = ada\n',
	);
	assert.equal(changeSetting('name = ada', 'bell', 'off'), 'name = ada\nbell = off\n');
	assert.equal(changeSetting('', 'bell', 'off'), 'bell = off\n');
});

test('the settings file is readable for its user only, and one with a wrong line is not overwritten', () => {
	const home = emptyHome();
	const settings = new SettingsFile(home);
	assert.equal(settings.change('bell', 'all'), undefined);
	const file = path.join(home, 'settings');
	assert.equal(readFileSync(file, 'utf8'), 'bell = all\n');
	assert.equal((statSync(file).mode % 0o1000).toString(8), '600');
	writeFileSync(file, 'bel = off\n');
	assert.match(
		settings.change('bell', 'off') ?? '',
		/^This holds until you leave\. It was not saved: .*settings, line 1: not a setting\./,
	);
	assert.equal(readFileSync(file, 'utf8'), 'bel = off\n');
	const blocked = emptyHome();
	mkdirSync(path.dirname(blocked), {recursive: true});
	writeFileSync(blocked, 'not a folder');
	assert.match(
		new SettingsFile(blocked).change('bell', 'off') ?? '',
		/^This holds until you leave\. It cannot be saved: /,
	);
});

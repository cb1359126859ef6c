/** The one file of settings that a person can edit: `key = value`, a line each, `#` begins a comment. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {bells, themes, type Bell, type Theme} from './preferences.ts';
import {ensurePrivateFolder} from '../storage/files/state-folder.ts';
import {writePrivateFile} from '../storage/files/private-file.ts';
import {errorMessage} from '../text/errors.ts';

export type Settings = {
	/** What others call me, where --name does not say it. */
	readonly name?: string;
	/** When the terminal rings. */
	readonly bell?: Bell;
	/** What the colours are made for. */
	readonly theme?: Theme;
	/** Panes that are not shown. */
	readonly hide?: ReadonlyArray<'log' | 'peers'>;
	/** Whether the program takes the mouse's wheel and clicks. */
	readonly mouse?: 'on' | 'off';
};

type Reading = {
	readonly settings: Settings;
	/** What is wrong, each a sentence with its line. */
	readonly problems: readonly string[];
};

const oneOf =
	<Value extends string>(...values: readonly Value[]) =>
	(text: string): Value | undefined =>
		values.find(value => value === text);

const panesIn = (text: string): Settings['hide'] | undefined => {
	const panes = text
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '')
		.map(part => oneOf('log', 'peers')(part));
	const known = panes.filter(pane => pane !== undefined);
	return known.length === panes.length ? known : undefined;
};

const readers: {readonly [Key in keyof Required<Settings>]: (text: string) => Settings[Key] | undefined} = {
	name: text => (text === '' ? undefined : text),
	bell: oneOf(...bells),
	theme: oneOf(...themes),
	hide: panesIn,
	mouse: oneOf('on', 'off'),
};

const wanted: Readonly<Record<keyof Settings, string>> = {
	name: 'a name',
	bell: 'off, mention or all',
	theme: 'auto, dark, light or none',
	hide: 'log, peers, or both with a comma',
	mouse: 'on or off',
};

const isKey = (key: string): key is keyof Settings => Object.hasOwn(readers, key);

const partsOf = (line: string) => /^\s*(?<key>[^=#\s]+)\s*=\s*(?<value>[^#]*?)\s*(?:#.*)?$/.exec(line)?.groups;

/** What a file says. A line that is wrong is named, and counts for nothing. */
export const parseSettings = (text: string, file: string): Reading => {
	const settings: Record<string, unknown> = {};
	const problems: string[] = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (/^\s*(?:#.*)?$/.test(line)) {
			continue;
		}

		const {key = '', value = ''} = partsOf(line) ?? {};
		const at = `${file}, line ${index + 1}`;
		if (!isKey(key)) {
			problems.push(`${at}: this is no setting. There are ${Object.keys(readers).join(', ')}, each as key = value.`);
			continue;
		}

		const read: unknown = readers[key](value);
		if (read === undefined) {
			problems.push(`${at}: ${key} is ${wanted[key]}.`);
		} else {
			settings[key] = read;
		}
	}

	return {settings, problems};
};

/** The text with one setting changed, and everything else as it was. */
export const changeSetting = (text: string, key: keyof Settings, value: string): string => {
	const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
	const index = lines.findIndex(line => partsOf(line)?.key === key);
	const line = `${key} = ${value}`;
	return `${(index === -1 ? [...lines, line] : lines.toSpliced(index, 1, line)).join('\n')}\n`;
};

const read = (file: string): string => {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
};

export class SettingsFile {
	readonly #file: string;

	/** `home`: the folder of the program's state. */
	constructor(home: string) {
		this.#file = path.join(home, 'settings');
	}

	read(): Reading {
		return parseSettings(read(this.#file), this.#file);
	}

	/** Keeps one setting. Gives the sentence that says why it could not be: a file with a wrong line is left as it is. */
	change(key: keyof Settings, value: string): string | undefined {
		const text = read(this.#file);
		const [problem] = parseSettings(text, this.#file).problems;
		if (problem !== undefined) {
			return `It holds until you leave, and is not kept: ${problem}`;
		}

		try {
			ensurePrivateFolder(path.dirname(this.#file));
			writePrivateFile(this.#file, changeSetting(text, key, value).trimEnd());
			return undefined;
		} catch (error) {
			return `It holds until you leave, and cannot be kept: ${errorMessage(error)}`;
		}
	}
}

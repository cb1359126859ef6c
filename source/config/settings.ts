/** The settings file: one `key = value` per line; `#` starts a comment. The user may edit it. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {ensurePrivateFolder} from '../storage/files/state-folder.ts';
import {writePrivateFile} from '../storage/files/private-file.ts';
import {errorMessage} from '../text/errors.ts';
import {cleanLabel} from '../text/name.ts';
import {bells, themes, type Bell, type Theme} from './preferences.ts';

export type Settings = {
	/** The user's name, where --name gives no other. */
	readonly name?: string;
	/** When the terminal's bell rings. */
	readonly bell?: Bell;
	/** The background that colours are chosen for. */
	readonly theme?: Theme;
	/** Panes that are shown only on request. */
	readonly hide?: ReadonlyArray<'log' | 'peers'>;
	/** Whether the wheel and clicks of the mouse are for the program. */
	readonly mouse?: 'on' | 'off';
	/** What a host announces itself as, where --announce gives no other name. */
	readonly announce?: string;
};

type ParsedSettings = {
	readonly settings: Settings;
	/** One sentence for each wrong line, with its number. */
	readonly problems: readonly string[];
};

/** Returns a parser that accepts these values only. */
const createValueParser =
	<Value extends string>(...values: readonly Value[]) =>
	(text: string): Value | undefined =>
		values.find(value => value === text);

const parsePanes = (text: string): Settings['hide'] | undefined => {
	const panes = text
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '')
		.map(part => createValueParser('log', 'peers')(part));
	const known = panes.filter(pane => pane !== undefined);
	return known.length === panes.length ? known : undefined;
};

const parsers: {readonly [Key in keyof Required<Settings>]: (text: string) => Settings[Key] | undefined} = {
	name: text => (text === '' ? undefined : text),
	bell: createValueParser(...bells),
	theme: createValueParser(...themes),
	hide: parsePanes,
	mouse: createValueParser('on', 'off'),
	announce: text => (cleanLabel(text) === '' ? undefined : text),
};

const allowedValues: Readonly<Record<keyof Settings, string>> = {
	name: 'a name',
	bell: 'off, mention or all',
	theme: 'auto, dark, light or none',
	hide: 'log, peers, or both with a comma',
	mouse: 'on or off',
	announce: 'a name with a letter or digit',
};

const isKey = (key: string): key is keyof Settings => Object.hasOwn(parsers, key);

const splitLine = (line: string) => /^\s*(?<key>[^=#\s]+)\s*=\s*(?<value>[^#]*?)\s*(?:#.*)?$/.exec(line)?.groups;

/**
Parses a settings file. Wrong lines are reported and have no effect. `file`: the name for the
reports.
*/
export const parseSettings = (text: string, file: string): ParsedSettings => {
	const settings: Record<string, unknown> = {};
	const problems: string[] = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (/^\s*(?:#.*)?$/.test(line)) {
			continue;
		}

		const {key = '', value = ''} = splitLine(line) ?? {};
		const at = `${file}, line ${index + 1}`;
		if (!isKey(key)) {
			problems.push(`${at}: not a setting. The settings are ${Object.keys(parsers).join(', ')}, each as key = value.`);
			continue;
		}

		const parsed: unknown = parsers[key](value);
		if (parsed === undefined) {
			problems.push(`${at}: ${key} must be ${allowedValues[key]}.`);
		} else {
			settings[key] = parsed;
		}
	}

	return {settings, problems};
};

/** Returns the text with one setting changed and everything else as it was. */
export const changeSetting = (text: string, key: keyof Settings, value: string): string => {
	const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
	const index = lines.findIndex(line => splitLine(line)?.key === key);
	const line = `${key} = ${value}`;
	return `${(index === -1 ? [...lines, line] : lines.toSpliced(index, 1, line)).join('\n')}\n`;
};

/** Returns '' for a file that cannot be read. */
const readOrEmpty = (file: string): string => {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
};

export class SettingsFile {
	readonly #file: string;

	/** `home`: the state folder. */
	constructor(home: string) {
		this.#file = path.join(home, 'settings');
	}

	read(): ParsedSettings {
		return parseSettings(readOrEmpty(this.#file), this.#file);
	}

	/**
	Saves one setting. Returns a sentence if it could not: a file with a wrong line is not
	rewritten.
	*/
	change(key: keyof Settings, value: string): string | undefined {
		const text = readOrEmpty(this.#file);
		const [problem] = parseSettings(text, this.#file).problems;
		if (problem !== undefined) {
			return `This holds until you leave. It was not saved: ${problem}`;
		}

		try {
			ensurePrivateFolder(path.dirname(this.#file));
			writePrivateFile(this.#file, changeSetting(text, key, value).trimEnd());
			return undefined;
		} catch (error) {
			return `This holds until you leave. It cannot be saved: ${errorMessage(error)}`;
		}
	}
}

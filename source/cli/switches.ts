/**
Reads the yes/no options of the command line before the parser does, which takes every value but
"true" for no.
*/

/** A yes/no option with another value. The message is a sentence for the user. */
export class SwitchError extends Error {}

const values = new Map([
	['true', true],
	['1', true],
	['yes', true],
	['on', true],
	['false', false],
	['0', false],
	['no', false],
	['off', false],
]);

const formatSwitch = (name: string): string => `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

/** Names are compared without hyphens and in lower case: the parser is as tolerant. */
const fold = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();

const parseValue = (name: string, value: string): boolean => {
	const parsed = values.get(value.trim().toLowerCase());
	if (parsed === undefined) {
		throw new SwitchError(`${formatSwitch(name)} takes yes or no, not ${JSON.stringify(value)}.`);
	}

	return parsed;
};

type Setting = {readonly name: string; readonly isOn: boolean; readonly hasUsedNext: boolean};

/** Returns the switch that an argument sets; undefined if it sets none. Throws a SwitchError. */
const parseSetting = (argument: string, next: string | undefined, switches: readonly string[]): Setting | undefined => {
	const {option = '', value} = /^--(?<option>[^=]+)(?:=(?<value>.*))?$/s.exec(argument)?.groups ?? {};
	const find = (text: string) => switches.find(each => fold(each) === fold(text));
	const name = find(option);
	if (name !== undefined) {
		const isNextValue = value === undefined && (next === 'true' || next === 'false');
		const text = isNextValue ? next : value;
		return {name, isOn: text === undefined || parseValue(name, text), hasUsedNext: isNextValue};
	}

	const negated = option.startsWith('no-') ? find(option.slice('no-'.length)) : undefined;
	if (negated !== undefined && value !== undefined) {
		throw new SwitchError(`--no-${formatSwitch(negated).slice('--'.length)} takes no value.`);
	}

	return negated === undefined ? undefined : {name: negated, isOn: false, hasUsedNext: false};
};

/**
Returns the arguments with each switch written without a value, as `--name` or `--no-name`. Of a
switch that is given several times, the last one counts. `switches`: their names in camel case.
Throws a SwitchError.
*/
export const normalizeSwitches = (argv: readonly string[], switches: readonly string[]): readonly string[] => {
	const normalized: Array<string | Setting> = [];
	const lastValues = new Map<string, boolean>();
	const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
	for (let index = 0; index < end; index++) {
		const argument = argv[index] ?? '';
		const setting = parseSetting(argument, index + 1 < end ? argv[index + 1] : undefined, switches);
		normalized.push(setting ?? argument);
		if (setting) {
			lastValues.set(setting.name, setting.isOn);
			index += setting.hasUsedNext ? 1 : 0;
		}
	}

	const formatLast = ({name}: Setting) =>
		lastValues.get(name) ? formatSwitch(name) : formatSwitch(name).replace('--', '--no-');
	return [...normalized.map(each => (typeof each === 'string' ? each : formatLast(each))), ...argv.slice(end)];
};

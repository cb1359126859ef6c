import {createRequest, faultTable, findFault, type FaultInfo, type FaultRequest} from './fault-table.ts';

/** The arguments of `/break`. */
export type BreakRequest =
	| {readonly type: 'off'}
	/** `name`: whose connection to break, if it was given. */
	| ({readonly type: 'start'; readonly name: string | undefined} & FaultRequest)
	| {readonly type: 'invalid'; readonly text: string};

const usage = `Usage: /break [name] ${faultTable.map(({kind}) => kind).join('|')} [n], or /break off`;

const invalid = (text: string): BreakRequest => ({type: 'invalid', text});

const parseAmount = (info: FaultInfo, name: string | undefined, word: string | undefined): BreakRequest => {
	const {kind, amount} = info;
	if (word === undefined) {
		return {type: 'start', name, ...createRequest(info)};
	}

	if (!amount) {
		return invalid(`${kind} takes no number.`);
	}

	const {minimum, maximum, unit} = amount;
	const number = Number(word);
	return number < minimum || number > maximum
		? invalid(`${kind} takes a number from ${minimum} to ${maximum} ${unit}.`)
		: {type: 'start', name, ...createRequest(info, number)};
};

/** Parses what follows `/break`: a name, which may contain spaces, a fault and its number. */
export const parseBreak = (argument: string): BreakRequest => {
	const words = argument.split(/\s+/).filter(word => word !== '');
	if (words.length === 1 && words[0] === 'off') {
		return {type: 'off'};
	}

	const hasAmount = words.length > 1 && /^\d+$/.test(words.at(-1) ?? '') && findFault(words.at(-2) ?? '') !== undefined;
	const place = words.length - (hasAmount ? 2 : 1);
	const info = findFault(words[place] ?? '');
	return info
		? parseAmount(info, place === 0 ? undefined : words.slice(0, place).join(' '), hasAmount ? words.at(-1) : undefined)
		: invalid(usage);
};

/** Decides whether a log shows what an exercise asks for, and whether the messages agree. */
import type {WantedCall, WantedSequence} from './exercises.ts';
import type {Call, HandIn} from './parse-hand-in.ts';

/** Which socket each letter of a sequence stands for. */
type Binding = ReadonlyMap<string, number>;

const isMatch = (call: Call, {verb, on, holds}: WantedCall, binding: Binding): boolean => {
	if (call.verb !== verb || (holds && !holds(call))) {
		return false;
	}

	if (on === undefined) {
		return true;
	}

	const bound = binding.get(on);
	return bound === undefined
		? call.connection !== undefined && ![...binding.values()].includes(call.connection)
		: call.connection === bound;
};

/** Returns the sockets that have each of the verbs that the sequence wants of this letter. */
const findCandidates = (calls: readonly Call[], sequence: WantedSequence, letter: string): Set<number> => {
	const verbs = new Set(sequence.filter(({on}) => on === letter).map(({verb}) => verb));
	const found = new Map<number, Set<string>>();
	for (const {verb, connection} of calls) {
		if (connection !== undefined && verbs.has(verb)) {
			found.set(connection, (found.get(connection) ?? new Set()).add(verb));
		}
	}

	return new Set([...found].filter(([, own]) => own.size === verbs.size).map(([connection]) => connection));
};

/**
Returns the longest beginning of the sequence that is in the calls, in order, as those calls. Where
a letter is new, each socket is tried that has all its verbs, or else the first; where it is known,
the first call that fits is as good as any.
*/
const findSequence = (
	calls: readonly Call[],
	sequence: WantedSequence,
	binding: Binding = new Map(),
): readonly Call[] => {
	const [wanted, ...rest] = sequence;
	const first = wanted && calls.findIndex(call => isMatch(call, wanted, binding));
	if (!wanted || first === undefined || first === -1) {
		return [];
	}

	const {on} = wanted;
	if (on === undefined || binding.has(on)) {
		return [...calls.slice(first, first + 1), ...findSequence(calls.slice(first + 1), rest, binding)];
	}

	const candidates = findCandidates(calls, sequence, on);
	const places = [...calls.entries()].filter(
		([index, call]) => index === first || (candidates.has(call.connection ?? 0) && isMatch(call, wanted, binding)),
	);
	let best: readonly Call[] = [];
	for (const [index, call] of places) {
		const next = new Map([...binding, [on, call.connection ?? 0] as const]);
		const found = [call, ...findSequence(calls.slice(index + 1), rest, next)];
		best = found.length > best.length ? found : best;
		if (best.length === sequence.length) {
			break;
		}
	}

	return best;
};

export type SequenceResult = {
	readonly found: readonly Call[];
	/** A description of each missing call, in order. Empty if nothing is missing. */
	readonly missing: readonly string[];
};

/** Returns the result of the sequence of which the calls have most. */
export const checkSequences = (calls: readonly Call[], sequences: readonly WantedSequence[]): SequenceResult => {
	const results = sequences.map(sequence => {
		const found = findSequence(calls, sequence);
		return {found, missing: sequence.slice(found.length).map(({what}) => what)};
	});
	const complete = results.find(({missing}) => missing.length === 0);
	return complete ?? results.toSorted((a, b) => b.found.length - a.found.length)[0] ?? {found: [], missing: []};
};

/** How far a message may be from the call that carried it, in milliseconds. */
const tolerance = 5000;

/** Returns what contradicts itself in the log: times that go back, bytes before a connection. */
export const checkOrder = (calls: readonly Call[]): string[] => {
	const complaints: string[] = [];
	const connected = new Set<number | undefined>();
	for (const [index, {at, verb, connection}] of calls.entries()) {
		const before = calls[index - 1];
		if (before && at < before.at) {
			complaints.push(`Row ${index + 1} (${verb}) is older than the row before it.`);
		}

		if (verb === 'accept' || verb === 'connect') {
			connected.add(connection);
		} else if ((verb === 'send' || verb === 'recv') && connection !== undefined && !connected.has(connection)) {
			complaints.push(`Row ${index + 1}: ${verb} on #${connection}, which was neither accepted nor connected before.`);
		}
	}

	return complaints;
};

/**
Returns the messages of others that no recv() can have carried. Left out: what was said before the
first bytes of the log, and one's own messages, which go to nobody while one is alone.
*/
export const checkMessages = ({calls, messages = [], name}: HandIn): string[] => {
	const received = calls.filter(({verb}) => verb === 'recv');
	const start = received[0]?.at ?? Number.POSITIVE_INFINITY;
	return messages
		.filter(
			({at, from}) =>
				from !== name && at >= start - tolerance && !received.some(call => Math.abs(call.at - at) <= tolerance),
		)
		.map(({at, from, text}) => `No recv() is near the message "${text}" of ${from} at ${formatTime(at)}.`);
};

const formatTime = (at: number): string => new Date(at).toISOString().slice(11, 23);

const formatCall = ({at, verb, connection, code}: Call): string =>
	[formatTime(at), verb, ...(connection === undefined ? [] : [`#${connection}`]), ...(code ? [code] : [])].join(' ');

export type Report = {
	readonly isComplete: boolean;
	readonly lines: readonly string[];
};

/** Returns what is there and what is missing, in lines. */
export const reportHandIn = (handIn: HandIn, number: number, sequences: readonly WantedSequence[]): Report => {
	const {found, missing} = checkSequences(handIn.calls, sequences);
	const complaints = [...checkOrder(handIn.calls), ...checkMessages(handIn)];
	const isComplete = missing.length === 0 && complaints.length === 0;
	return {
		isComplete,
		lines: [
			...found.map(call => `found    ${formatCall(call)}`),
			...missing.map(what => `missing  ${what}`),
			...complaints.map(complaint => `wrong    ${complaint}`),
			isComplete ? `Exercise ${number} is complete.` : `Exercise ${number} is not complete.`,
		],
	};
};

/**
Compares what was typed, what was seen and what is in the log. Pure: a history in, what is wrong
with it out.
*/
import type {History, Incarnation, LoggedLine, MemberHistory, Sight} from './history.ts';

export type ViolationKind =
	/**
	An acknowledged, kept or shown line is not in the log, or one is missing between two of the same
	process.
	*/
	| 'lost'
	/** A line is in the log twice, or was shown twice. */
	| 'doubled'
	/** An author's lines are in the log in another order than typed. */
	| 'reordered'
	/** A process was not shown a message between two others, or not the last ones. */
	| 'gap'
	/** Two members, or a member and the log, have something else in the same place. */
	| 'disagreeing'
	/** A line was never acknowledged though its program ran to the end. */
	| 'unacknowledged'
	/** The log has a line that nobody typed, or an author's numbers with a hole. */
	| 'foreign'
	/** A program ended, or complained, though nothing gave it a reason to. */
	| 'complaint';

export type Violation = {readonly kind: ViolationKind; readonly detail: string};

type Report = (kind: ViolationKind, detail: string) => void;

const show = ({seq, id, from, text}: Sight): string => `${seq} ${from} (${id}): ${text.slice(0, 60)}`;

const isSame = (one: Sight, other: Sight): boolean =>
	one === other || (one.id === other.id && one.from === other.from && one.text === other.text);

/** Places are 1, 2, 3, … and so are each author's own numbers. */
const checkLog = (log: readonly LoggedLine[], report: Report) => {
	const numbers = new Map<string, number>();
	for (const [index, line] of log.entries()) {
		if (line.seq !== index + 1) {
			report('gap', `the log has ${show(line)} in place ${index + 1}`);
		}

		if (line.n === undefined) {
			continue;
		}

		const last = numbers.get(line.id) ?? 0;
		if (line.n !== last + 1) {
			report('foreign', `the log has number ${line.n} of its author after number ${last}: ${show(line)}`);
		}

		numbers.set(line.id, line.n);
	}
};

/**
Each line of an author is in the log once, in order; only what a killed program may not have read
may be missing, from its end on.
*/
const checkAuthor = (
	{name, said}: MemberHistory,
	places: ReadonlyMap<string, readonly LoggedLine[]>,
	report: Report,
) => {
	let last: Sight | undefined;
	const missing = new Map<number, string>();
	for (const line of said) {
		const [place, second] = places.get(line.text) ?? [];
		const what = `${line.text.slice(0, 60)} (process ${line.process} of ${name}, ${line.fate})`;
		if (line.fate === 'open') {
			report('unacknowledged', `${what} is ${place ? `in the log at ${place.seq}` : 'not in the log'}`);
		}

		if (!place) {
			if (line.fate === 'acked' || line.fate === 'kept') {
				report('lost', `${what} is not in the log`);
			}

			missing.set(line.process, line.text);
			continue;
		}

		const hole = missing.get(line.process);
		if (hole !== undefined) {
			report('lost', `${hole.slice(0, 60)} is not in the log, though ${what} is`);
			missing.delete(line.process);
		}

		if (second) {
			report('doubled', `${what} is in the log at ${place.seq} and ${second.seq}`);
		}

		if (line.seq !== undefined && line.seq !== place.seq) {
			report('disagreeing', `${what} was acknowledged at ${line.seq} and is in the log at ${place.seq}`);
		}

		if (last && place.seq < last.seq) {
			report('reordered', `${what} is in the log at ${place.seq}, before ${show(last)}`);
		}

		last = place;
	}
};

/** From its first message on a process is shown each place of the log once, as the log has it. */
const checkSight = (who: string, {seen, ending}: Incarnation, log: readonly LoggedLine[], report: Report) => {
	let last: number | undefined;
	for (const sight of seen) {
		const logged = log[sight.seq - 1];
		if (last !== undefined && sight.seq <= last) {
			report('doubled', `${who} was shown ${show(sight)} after ${last}`);
		} else if (last !== undefined && sight.seq > last + 1) {
			report('gap', `${who} was shown ${show(sight)} after ${last}`);
		}

		if (!logged) {
			report('lost', `${who} was shown ${show(sight)}, which is not in the log`);
		} else if (!isSame(sight, logged)) {
			report('disagreeing', `${who} was shown ${show(sight)}, the log has ${show(logged)}`);
		}

		last = sight.seq;
	}

	if (ending === 'running' && (last ?? 0) < log.length) {
		report('gap', `${who} was shown nothing after ${last ?? 0}, the log goes on to ${log.length}`);
	}
};

/** Everything that is wrong with a history; an empty list for a good one. */
export const check = ({members, log}: History): readonly Violation[] => {
	const violations: Violation[] = [];
	const report: Report = (kind, detail) => {
		violations.push({kind, detail});
	};

	const places = new Map<string, LoggedLine[]>();
	for (const line of log) {
		const same = places.get(line.text);
		if (same) {
			same.push(line);
		} else {
			places.set(line.text, [line]);
		}
	}

	checkLog(log, report);
	const typed = new Set(members.flatMap(({said}) => said.map(({text}) => text)));
	for (const line of log.filter(({text}) => !typed.has(text))) {
		report('foreign', `nobody typed ${show(line)}`);
	}

	for (const member of members) {
		checkAuthor(member, places, report);
		for (const incarnation of member.incarnations) {
			const who = `process ${incarnation.process} of ${member.name}`;
			checkSight(who, incarnation, log, report);
			for (const complaint of incarnation.complaints) {
				report('complaint', `${who}: ${complaint}`);
			}
		}
	}

	return violations;
};

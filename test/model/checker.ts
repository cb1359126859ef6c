/**
Compares what was typed, what was shown and what is in the log. Pure: takes a history and returns
its violations.
*/
import type {History, LoggedLine, MemberHistory, ProcessHistory, SeenMessage} from './history.ts';

export type ViolationKind =
	/**
	An acknowledged, kept or shown line is not in the log, or a line is missing before a later line
	of the same process.
	*/
	| 'lost'
	/** A line is in the log twice, or was shown twice. */
	| 'duplicated'
	/** An author's lines are in the log in another order than typed. */
	| 'reordered'
	/** A process was not shown a message between two others, or the last messages. */
	| 'gap'
	/** A message that a process was shown, or an acknowledged seq, differs from the log. */
	| 'conflicting'
	/** A line was never acknowledged although its process ran to the end. */
	| 'unacknowledged'
	/** The log has a line that no member typed, or a gap in an author's numbers. */
	| 'unexpected'
	/** A program printed an error, or ended without being killed. */
	| 'error';

export type Violation = {readonly kind: ViolationKind; readonly detail: string};

type Report = (kind: ViolationKind, detail: string) => void;

const format = ({seq, id, from, text}: SeenMessage): string => `${seq} ${from} (${id}): ${text.slice(0, 60)}`;

const isSame = (one: SeenMessage, other: SeenMessage): boolean =>
	one === other || (one.id === other.id && one.from === other.from && one.text === other.text);

const isVisibleTo = ({id, to}: LoggedLine, memberId: string | undefined): boolean =>
	to === undefined || id === memberId || to === memberId;

/** Seqs are 1, 2, 3, … and so are the numbers of each author. */
const checkLog = (log: readonly LoggedLine[], report: Report) => {
	const numbers = new Map<string, number>();
	for (const [index, line] of log.entries()) {
		if (line.seq !== index + 1) {
			report('gap', `the log has ${format(line)} in place ${index + 1}`);
		}

		if (line.n === undefined) {
			continue;
		}

		const last = numbers.get(line.id) ?? 0;
		if (line.n !== last + 1) {
			report('unexpected', `the log has number ${line.n} of its author after number ${last}: ${format(line)}`);
		}

		numbers.set(line.id, line.n);
	}
};

/**
Each line of an author is in the log once, in order. Only the last lines of a killed process, which
it may not have read, may be missing.
*/
const checkAuthor = (
	{name, operations}: MemberHistory,
	linesByText: ReadonlyMap<string, readonly LoggedLine[]>,
	report: Report,
) => {
	let last: SeenMessage | undefined;
	const missing = new Map<number, string>();
	for (const {text, process, outcome, seq} of operations) {
		const [line, second] = linesByText.get(text) ?? [];
		const what = `${text.slice(0, 60)} (process ${process} of ${name}, ${outcome})`;
		if (outcome === 'open') {
			report('unacknowledged', `${what} is ${line ? `in the log at ${line.seq}` : 'not in the log'}`);
		}

		if (!line) {
			if (outcome === 'acked' || outcome === 'kept') {
				report('lost', `${what} is not in the log`);
			}

			missing.set(process, text);
			continue;
		}

		const missingBefore = missing.get(process);
		if (missingBefore !== undefined) {
			report('lost', `${missingBefore.slice(0, 60)} is not in the log, although ${what} is`);
			missing.delete(process);
		}

		if (second) {
			report('duplicated', `${what} is in the log at ${line.seq} and ${second.seq}`);
		}

		if (seq !== undefined && seq !== line.seq) {
			report('conflicting', `${what} was acknowledged at ${seq} and is in the log at ${line.seq}`);
		}

		if (last && line.seq < last.seq) {
			report('reordered', `${what} is in the log at ${line.seq}, before ${format(last)}`);
		}

		last = line;
	}
};

/**
From its first message on, a process is shown each message of the log that its member may see, once
and as the log has it.
*/
const checkSeen = (
	who: string,
	{seen, ending, first, memberId}: ProcessHistory,
	log: readonly LoggedLine[],
	report: Report,
) => {
	const hasVisible = (from: number, to: number) =>
		log.slice(from - 1, Math.max(0, to)).some(line => isVisibleTo(line, memberId));

	let last = first === undefined ? undefined : first - 1;
	for (const message of seen) {
		const logged = log[message.seq - 1];
		if (last !== undefined && message.seq <= last) {
			report('duplicated', `${who} was shown ${format(message)} after ${last}`);
		} else if (last !== undefined && message.seq > last + 1 && hasVisible(last + 1, message.seq - 1)) {
			report('gap', `${who} was shown ${format(message)} after ${last}`);
		}

		if (!logged) {
			report('lost', `${who} was shown ${format(message)}, which is not in the log`);
		} else if (!isSame(message, logged)) {
			report('conflicting', `${who} was shown ${format(message)}, the log has ${format(logged)}`);
		}

		last = message.seq;
	}

	if (ending === 'running' && hasVisible((last ?? 0) + 1, log.length)) {
		report('gap', `${who} was shown nothing after ${last ?? 0}, the log goes on to ${log.length}`);
	}
};

/** Returns the violations of a history: an empty list for a correct one. */
export const check = ({members, log, unrecorded}: History): readonly Violation[] => {
	const violations: Violation[] = [];
	const report: Report = (kind, detail) => {
		violations.push({kind, detail});
	};

	const linesByText = new Map<string, LoggedLine[]>();
	for (const line of log.filter(({id}) => !unrecorded?.has(id))) {
		const same = linesByText.get(line.text);
		if (same) {
			same.push(line);
		} else {
			linesByText.set(line.text, [line]);
		}
	}

	checkLog(log, report);
	const typed = new Set(members.flatMap(({operations}) => operations.map(({text}) => text)));
	for (const line of [...linesByText.values()].flat().filter(({text}) => !typed.has(text))) {
		report('unexpected', `no member typed ${format(line)}`);
	}

	for (const member of members) {
		checkAuthor(member, linesByText, report);
		for (const process of member.processes) {
			const who = `process ${process.process} of ${member.name}`;
			checkSeen(who, process, log, report);
			for (const error of process.errors) {
				report('error', `${who}: ${error}`);
			}
		}
	}

	return violations;
};

/** Records what one member types and is shown, for the checker that chaos runs use too. */
import type {MemberHistory, Operation, ProcessHistory} from '../model/history.ts';
import type {RoomHistory} from './room-history.ts';

/** Texts that the room refuses: they are never in the log. */
export const refusedText = /^$|too big/;

/**
A typed line, with the seq that each history of the room acknowledged, if the member knows it.
*/
type RecordedOperation = {
	readonly operation: Operation;
	readonly acknowledgements: Map<RoomHistory, number | undefined>;
};

export class MemberRecorder {
	readonly #name: string;
	readonly #operations = new Map<string, RecordedOperation>();
	/** A process that meets another history of the room has one entry for each. */
	readonly #processes: Array<{readonly room: RoomHistory; readonly history: ProcessHistory}> = [];
	#process = -1;
	#current: ProcessHistory | undefined;

	constructor(name: string) {
		this.#name = name;
	}

	startProcess() {
		this.endProcess();
		this.#process++;
	}

	endProcess() {
		this.#endReading();
		for (const {operation} of this.#operations.values()) {
			if (operation.outcome === 'open') {
				operation.outcome = 'maybe';
			}
		}
	}

	/** Call it when the host promises the current process to show this history from `first` on. */
	startReading(room: RoomHistory, memberId: string, first: number) {
		this.#endReading();
		this.#current = {process: this.#process, memberId, first, seen: [], ending: 'running', errors: []};
		this.#processes.push({room, history: this.#current});
	}

	addSeen(message: ProcessHistory['seen'][number]) {
		this.#current?.seen.push(message);
	}

	addOperation(text: string) {
		if (!refusedText.test(text)) {
			const operation: Operation = {text, process: this.#process, outcome: 'open'};
			this.#operations.set(text, {operation, acknowledgements: new Map()});
		}
	}

	acknowledge(text: string, room: RoomHistory, seq?: number) {
		const recorded = this.#operations.get(text);
		if (recorded) {
			recorded.operation.outcome = 'acked';
			recorded.acknowledgements.set(room, seq ?? recorded.acknowledgements.get(room));
		}
	}

	/** Returns what concerns this history of the room. */
	build(room: RoomHistory): MemberHistory {
		const {texts} = room.disk.durable;
		return {
			name: this.#name,
			operations: [...this.#operations.values()].flatMap(({operation, acknowledgements}): Operation[] => {
				if (acknowledgements.has(room)) {
					return [{...operation, seq: acknowledgements.get(room)}];
				}

				// A line that another history acknowledged need not be here, but it can be: the
				// log was deleted before its author knew.
				const isElsewhere = acknowledgements.size > 0;
				return isElsewhere && !texts.has(operation.text)
					? []
					: [isElsewhere ? {...operation, outcome: 'maybe'} : operation];
			}),
			processes: this.#processes.filter(each => each.room === room).map(({history}) => history),
		};
	}

	#endReading() {
		if (this.#current) {
			this.#current.ending = 'killed';
			this.#current = undefined;
		}
	}
}

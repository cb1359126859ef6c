import type {SentContent, SocketLogEntry} from '../socket-log.ts';
import type {FaultKind} from './fault.ts';

/** Marks the entries of the connection log that a fault of ours has caused. */
export class FaultMarks {
	/** The fault that is on. */
	active: FaultKind | undefined;
	/** The fault that ended the connection. */
	fatal: FaultKind | undefined;

	mark(entry: SocketLogEntry): SocketLogEntry {
		if (entry.verb === 'timeout' && this.active === 'mute') {
			this.fatal = 'mute';
		}

		if (entry.verb === 'shutdown' && this.active === 'half-close') {
			return {...entry, fault: this.active};
		}

		const isEnd =
			entry.verb === 'timeout' || entry.verb === 'reset' || entry.verb === 'shutdown' || entry.verb === 'close';
		return isEnd && this.fatal !== undefined ? {...entry, fault: this.fatal} : entry;
	}

	/** Returns what is written, marked if the fault changes how. */
	markContent(content: SentContent | undefined): SentContent | undefined {
		const {active} = this;
		return content && active !== undefined && active !== 'deaf' ? {...content, fault: active} : content;
	}
}

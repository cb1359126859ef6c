import {useState} from 'react';
import type {ChatState} from '../chat/state.ts';

type Failure = {
	readonly reason: string;
	readonly address: string;
};

/**
Why the last attempt to connect failed, until one succeeds or another address is dialled: while the next attempt is under way,
the state no longer says it, and a sentence that comes and goes would move the screen.
*/
export const useLastReason = ({status, address}: Pick<ChatState, 'status' | 'address'>): string | undefined => {
	const [last, setLast] = useState<Failure>();
	if (status.status === 'waiting') {
		if (last?.reason !== status.reason || last.address !== address) {
			setLast({reason: status.reason, address});
		}

		return status.reason;
	}

	if (last && (status.status !== 'connecting' || last.address !== address)) {
		setLast(undefined);
		return undefined;
	}

	return last?.reason;
};

import {useMemo, useState} from 'react';
import type {ChatState} from '../../chat/state.ts';
import {chooseBanner, type BannerContent} from './banner-rows.ts';

type Failure = {
	readonly reason: string;
	readonly address: string;
};

/**
Why the last attempt to connect failed, until one succeeds or another address is dialled: while the next attempt is under way,
the state no longer says it, and a sentence that comes and goes would move the screen.
*/
const useLastReason = ({status, address}: Pick<ChatState, 'status' | 'address'>): string | undefined => {
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

/** The sentence above the composer. `refusal`: why what the user has just asked for was not done. */
export const useBanner = (state: ChatState, refusal: string | undefined): BannerContent | undefined => {
	const {status} = state;
	const lastReason = useLastReason(state);
	return useMemo(() => chooseBanner(status, lastReason, refusal), [status, lastReason, refusal]);
};

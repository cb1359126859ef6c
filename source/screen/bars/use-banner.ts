import {useMemo, useState} from 'react';
import type {ChatState} from '../../chat/state.ts';
import {describeEnd} from '../primitives/status-text.ts';
import {chooseBanner, createQuestionBanner, type BannerContent} from './banner-rows.ts';

type Failure = {
	readonly reason: string;
	readonly address: string;
};

/**
Returns why the last attempt to connect failed, until one succeeds or the address changes. While
the next attempt runs, the chat's state no longer holds the reason; without it the banner would
vanish and reappear, and the panes would jump.
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

/**
Returns the banner. `refusal` says why the last command or address was rejected, `question` is what
the user is asked.
*/
export const useBanner = (
	state: ChatState,
	refusal: string | undefined,
	question: string | undefined,
): BannerContent | undefined => {
	const {status} = state;
	const lastReason = useLastReason(state);
	const end = describeEnd(state);
	return useMemo(() => {
		if (question !== undefined) {
			return createQuestionBanner(question);
		}

		const shown = status.status === 'closed' && end !== undefined ? {...status, reason: end} : status;
		return chooseBanner(shown, lastReason, refusal);
	}, [status, end, lastReason, refusal, question]);
};

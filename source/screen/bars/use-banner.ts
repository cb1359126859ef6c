import {useCallback, useMemo, useState} from 'react';
import {describeLostLink} from '../../chat/presence/lost-link.ts';
import type {ChatState} from '../../chat/state.ts';
import {describeEnd} from '../primitives/status-text.ts';
import {
	chooseBanner,
	createNewsBanner,
	createProgressBanner,
	createQuestionBanner,
	type BannerContent,
} from './banner-rows.ts';

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

/** The result of a key or a command. */
export type Outcome =
	{readonly ok: true; readonly text: string; readonly isProgress?: true} | {readonly ok: false; readonly text: string};

/** Copies a text to the clipboard. `what`: names it to the user. */
export type Copy = (text: string, what: string) => Outcome;

/**
Keeps what is said about the last key or command, until the next one. Where there is nothing else to
say, it is how far a command has got that takes long.
*/
export const useOutcome = (problem: string | undefined, clipboard: {readonly copy: Copy} | undefined) => {
	const [outcome, setOutcome] = useState<Outcome | undefined>(
		problem === undefined ? undefined : {ok: false, text: problem},
	);
	const [progress, setProgress] = useState<string>();
	const progressOutcome = useMemo(
		() => (progress === undefined ? undefined : ({ok: true, text: progress, isProgress: true} as const)),
		[progress],
	);
	const setRefusal = useCallback((text: string | undefined) => {
		setOutcome(text === undefined ? undefined : {ok: false, text});
	}, []);
	const copy = useCallback<Copy>(
		(text, what) => {
			const result = clipboard?.copy(text, what) ?? ({ok: false, text: 'Copying is not available here.'} as const);
			setOutcome(result);
			return result;
		},
		[clipboard],
	);
	return {outcome: outcome ?? progressOutcome, setRefusal, setProgress, copy};
};

/**
Returns the banner. `outcome` says what the last command or key has come to, `question` is what the
user is asked.
*/
export const useBanner = (
	state: ChatState,
	outcome: Outcome | undefined,
	question: string | undefined,
): BannerContent | undefined => {
	const {status} = state;
	const lastReason = useLastReason(state);
	const reason = lastReason === undefined ? undefined : describeLostLink(lastReason, state);
	const end = describeEnd(state);
	return useMemo(() => {
		if (question !== undefined) {
			return createQuestionBanner(question);
		}

		if (outcome?.ok) {
			return outcome.isProgress ? createProgressBanner(outcome.text) : createNewsBanner(outcome.text);
		}

		const text = status.status === 'closed' ? end : reason;
		const isTold = (status.status === 'closed' || status.status === 'waiting') && text !== undefined;
		return chooseBanner(isTold ? {...status, reason: text} : status, reason, outcome?.text);
	}, [status, end, reason, outcome, question]);
};

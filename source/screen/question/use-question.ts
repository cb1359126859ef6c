import {useEffect, useLayoutEffect, useMemo, useState} from 'react';
import type {ChatState} from '../../chat/state.ts';
import type {Hint} from '../bars/hints.ts';
import type {KeyPress} from '../terminal/keys.ts';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import {QuestionKeys, type Question, type QuestionTimers} from './question.ts';

const timers: QuestionTimers = {
	after(milliseconds, callback) {
		const timeout = setTimeout(callback, milliseconds);
		return () => {
			clearTimeout(timeout);
		};
	},
	afterRead(callback) {
		setImmediate(callback);
	},
};

export type Asking = {
	/** The question that stands, if any. */
	readonly question: Question | undefined;
	/** Its sentence. */
	readonly sentence: string | undefined;
	readonly hints: readonly Hint[] | undefined;
	readonly ask: (question: Question) => void;
	/** Withdraws the question. */
	readonly dismiss: () => void;
	/** Must come before all other handlers. */
	readonly handleKey: KeyHandler;
	readonly setDrawn: (question: Question | undefined) => void;
};

/** Keeps the question that the user is asked at the moment. */
export const useQuestion = (state: ChatState): Asking => {
	const [question, setQuestion] = useState<Question>();
	const asking = useMemo(() => {
		const keys = new QuestionKeys(timers, setQuestion);
		return {
			ask(asked: Question) {
				keys.ask(asked);
			},
			dismiss() {
				keys.dismiss();
			},
			handleKey: (press: KeyPress) => keys.handleKey(press),
			setDrawn(drawn: Question | undefined) {
				keys.setDrawn(drawn);
			},
			stop() {
				keys.stop();
			},
		};
	}, []);
	useEffect(() => asking.stop, [asking]);
	return {...asking, question, sentence: question?.describe(state), hints: question?.hints};
};

/** Reports each frame's question, so that no key answers what was never shown. */
export const useDrawnQuestion = ({question, setDrawn}: Asking, isInView: boolean) => {
	useLayoutEffect(() => {
		setDrawn(isInView ? question : undefined);
	}, [question, isInView, setDrawn]);
};

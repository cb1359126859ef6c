import type {ChatState} from '../../chat/state.ts';
import {describeOthers, interruptAgainTime} from '../../chat/commands/closing.ts';
import {findMissingSlash, type PrivateGuess} from '../../chat/commands/missing-slash.ts';
import {listKnownNames} from '../../chat/members.ts';
import {countLines, splitMessage} from '../../text/message.ts';
import {describeUndelivered} from '../primitives/status-text.ts';
import type {Question} from './question.ts';

/** The questions that the screen asks. */

const describeClosing = (state: ChatState, verb: string): string =>
	[`${verb} the room`, describeOthers(state)].filter(part => part !== '').join(' ');

/** Asks whether the host closes the room for the others who are in it. */
export const createCloseQuestion = (onYes: () => void): Question => ({
	describe: state => `This ${describeClosing(state, 'closes')}. Enter closes it, Esc stays.`,
	hints: [
		{key: 'Enter', action: 'close room', rank: 0},
		{key: 'Esc', action: 'stay', rank: 0},
	],
	yes: 'submit',
	onYes,
});

/** Asks for a second Ctrl+C. */
export const createAgainQuestion = (role: ChatState['role'], onYes: () => void): Question => ({
	describe: state =>
		`Press Ctrl+C again to ${role === 'host' ? describeClosing(state, 'close') : 'leave'}. ${describeUndelivered(state)}`.trimEnd(),
	hints: [
		{key: 'Ctrl+C', action: role === 'host' ? 'close room' : 'leave', rank: 0},
		{key: 'Esc', action: 'stay', rank: 0},
	],
	yes: 'interrupt',
	onYes,
	standsFor: interruptAgainTime,
});

type LeaveOptions = {
	/** Returns the newest state, which may not be drawn yet. */
	readonly getState: () => ChatState;
	readonly ask: (question: Question) => void;
	readonly onLeave: () => void;
};

/** Returns what leaving asks first: `byLine` for bye and its commands, `byKey` for Ctrl+C. */
export const createLeaveRequests = ({getState, ask, onLeave}: LeaveOptions) => ({
	byLine() {
		if (describeOthers(getState()) === '') {
			onLeave();
		} else {
			ask(createCloseQuestion(onLeave));
		}
	},
	byKey() {
		const {role, status, hasBeenOpen} = getState();
		if (hasBeenOpen && status.status !== 'closed') {
			ask(createAgainQuestion(role, onLeave));
		} else {
			onLeave();
		}
	},
});

/** A draft with more lines or characters than this may be an accidental paste. */
const manyLines = 8;
const manyCharacters = 4000;

export type DraftAnswers = {
	/** Sends the draft as it is. */
	readonly onYes: () => void;
	/** Called with the private message that the draft becomes instead. */
	readonly onPrivate: (draft: string) => void;
};

/** Asks about a text for everybody that reads like a private message. */
const createPrivateQuestion = ({name, text}: PrivateGuess, {onYes, onPrivate}: DraftAnswers): Question => ({
	describe: () => `This goes to everybody. Enter sends it, Esc goes back, Tab makes it /msg ${name}.`,
	hints: [
		{key: 'Enter', action: 'send', rank: 0},
		{key: 'Tab', action: 'private', rank: 0},
		{key: 'Esc', action: 'back', rank: 0},
	],
	yes: 'submit',
	onYes,
	onTab() {
		onPrivate(`/msg ${name} ${text}`);
	},
});

/** Returns what to ask before a draft is sent, if anything. */
export const chooseDraftQuestion = (text: string, state: ChatState, answers: DraftAnswers): Question | undefined => {
	const guess = findMissingSlash(text, () => listKnownNames(state));
	if (guess) {
		return createPrivateQuestion(guess, answers);
	}

	const lines = countLines(text);
	if (lines <= manyLines && text.length <= manyCharacters) {
		return undefined;
	}

	const parts = splitMessage(text).length;
	const size = `${lines} ${lines === 1 ? 'line' : 'lines'}, ${text.length} characters${parts === 1 ? '' : `, in ${parts} parts`}`;
	return {
		describe: () => `This is ${size}. Enter sends it, Ctrl+C clears it.`,
		hints: [
			{key: 'Enter', action: 'send', rank: 0},
			{key: 'Esc', action: 'back', rank: 0},
			{key: 'Ctrl+C', action: 'clear', rank: 0},
		],
		yes: 'submit',
		onYes: answers.onYes,
	};
};

/**
Returns a function that asks about a draft, if it is to be asked about, and returns whether it did.
`onPrivate`: called with the private message that the draft becomes instead.
*/
export const createDraftRequest =
	({getState, ask}: Pick<LeaveOptions, 'getState' | 'ask'>, onPrivate: DraftAnswers['onPrivate']) =>
	(text: string, send: () => void): boolean => {
		const question = chooseDraftQuestion(text, getState(), {onYes: send, onPrivate});
		if (question) {
			ask(question);
		}

		return question !== undefined;
	};

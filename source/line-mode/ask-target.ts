/** Asks for the room and its code, line by line. */
import {explainClaims} from '../targets/room-choice.ts';
import {findNearby} from '../targets/room-finder.ts';
import {addCode, readInvitation} from '../targets/invitation.ts';
import {findTarget, resolveTarget, type ChatOptions, type JoinTarget} from '../targets/join-target.ts';
import type {HostOptions, JoinOptions} from '../config/options.ts';
import {parseAddress} from '../net/parse-address.ts';
import {CodeError, parseCode} from '../text/room-code.ts';
import {errorMessage} from '../text/errors.ts';

/**
Prints a question. Resolves with the line that the user types, or undefined at the end of input.
*/
export type AskLine = (question: string) => Promise<string | undefined>;

/** The input ended, or the user typed `bye`, before the questions were answered. */
export class InputEndedError extends Error {
	override readonly message = 'You have left.';
}

const readAnswer = async (ask: AskLine, question: string): Promise<string> => {
	const line = await ask(question);
	if (line === undefined || line.trim().toLowerCase() === 'bye') {
		throw new InputEndedError();
	}

	return line.trim();
};

/**
Asks for the room's code until it is one. `reason`: why the last one did not work. Rejects with an
InputEndedError if the user does not answer.
*/
export const askCode = async (
	ask: AskLine,
	{address}: Pick<JoinTarget, 'address'>,
	reason: string | undefined,
): Promise<string> => {
	for (
		let question = `${reason === undefined ? '' : `${reason}\n`}Enter the code of the room at ${address} (five words, from the host):`;
		;
	) {
		try {
			// The next question depends on this answer.
			// eslint-disable-next-line no-await-in-loop
			return parseCode(await readAnswer(ask, question));
		} catch (error) {
			if (!(error instanceof CodeError)) {
				throw error;
			}

			question = `${error.message} Enter the code:`;
		}
	}
};

const askRoom = async (ask: AskLine, options: JoinOptions, home: string): Promise<JoinTarget> => {
	for (let reason = ''; ;) {
		// A new search before each question: rooms come and go.
		// eslint-disable-next-line no-await-in-loop
		const choices = await findNearby(options, home);
		const list = choices.map(({label}, index) => `${index + 1}: ${label}`).join('\n');
		const claims = explainClaims(choices);
		const end = `${claims === undefined ? '' : `${claims}\n`}Type a number or an address:`;
		const question = `${reason}${list === '' ? 'No room found on this computer or in its subnet. Type the address that the host shows:' : `Rooms found:\n${list}\n${end}`}`;
		// eslint-disable-next-line no-await-in-loop
		const line = await readAnswer(ask, question);
		const choice = choices[Number(line) - 1];
		if (choice) {
			return choice.target;
		}

		const invitation = readInvitation(line);
		try {
			// eslint-disable-next-line no-await-in-loop
			return await resolveTarget(parseAddress(invitation.address), addCode(options, invitation), home);
		} catch (error) {
			reason = `${errorMessage(error)}\n`;
		}
	}
};

/**
Asks for the room if the options leave it open. Rejects with an InputEndedError if the user does not
answer.
*/
export const askTarget = async (
	options: HostOptions | JoinOptions,
	home: string,
	ask: AskLine,
): Promise<ChatOptions> => {
	if (options.command === 'host') {
		return options;
	}

	const {target: known} = await findTarget(options, home);
	const target = known ?? (await askRoom(ask, options, home));
	return {...options, ...target};
};

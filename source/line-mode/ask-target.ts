/** The way into a room for who reads and types line by line: which room, and its code. */
import {findNearby} from '../targets/room-finder.ts';
import {findTarget, resolveTarget, type ChatOptions, type JoinTarget} from '../targets/join-target.ts';
import type {HostOptions, JoinOptions} from '../config/options.ts';
import {parseAddress} from '../net/address.ts';
import {CodeError, parseCode} from '../text/room-code.ts';
import {errorMessage} from '../text/errors.ts';

/** Says something and gives the line that is typed then; undefined once no more will be. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Nobody answers any more: the user has left. */
export class NoAnswer extends Error {
	override readonly message = 'You have left.';
}

const sentenceOf = (error: unknown): string => errorMessage(error);

const answer = async (ask: Ask, question: string): Promise<string> => {
	const line = await ask(question);
	if (line === undefined || line.trim().toLowerCase() === 'bye') {
		throw new NoAnswer();
	}

	return line.trim();
};

const askCode = async (ask: Ask, {address}: JoinTarget): Promise<string> => {
	for (let question = `The room at ${address} asks for its code, five words:`; ;) {
		try {
			// Each question waits for the answer to the one before.
			// eslint-disable-next-line no-await-in-loop
			return parseCode(await answer(ask, question));
		} catch (error) {
			if (!(error instanceof CodeError)) {
				throw error;
			}

			question = `${error.message} The code:`;
		}
	}
};

const askRoom = async (ask: Ask, options: JoinOptions, home: string): Promise<JoinTarget> => {
	for (let reason = ''; ;) {
		// Looked for again each time it is asked: rooms come and go.
		// eslint-disable-next-line no-await-in-loop
		const choices = await findNearby(options, home);
		const list = choices.map(({label}, index) => `${index + 1}: ${label}`).join('\n');
		const question = `${reason}${list === '' ? 'No room is found. Type the address that the host shows:' : `Rooms that are found:\n${list}\nType a number, or an address:`}`;
		// eslint-disable-next-line no-await-in-loop
		const line = await answer(ask, question);
		const door = choices[Number(line) - 1];
		if (door) {
			return door.target;
		}

		try {
			return resolveTarget(parseAddress(line), options, home);
		} catch (error) {
			reason = `${sentenceOf(error)}\n`;
		}
	}
};

/** Asks for what is not known. Rejects with the sentence to end with when nobody answers. */
export const askTarget = async (options: HostOptions | JoinOptions, home: string, ask: Ask): Promise<ChatOptions> => {
	if (options.command === 'host') {
		return options;
	}

	const target = findTarget(options, home).target ?? (await askRoom(ask, options, home));
	const code = options.plain ? undefined : (target.code ?? (await askCode(ask, target)));
	return {...options, ...target, code};
};

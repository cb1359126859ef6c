import type {Chat} from '../../chat/chat.ts';
import type {Clock} from '../../net/clock.ts';
import type {Recipient} from '../../room/member.ts';
import {foldName} from '../../text/name.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {waitUntil} from './wait-until.ts';

/** How long a client waits for a member who is not in the room, in milliseconds. */
export const recipientTimeout = 10_000;

export type RecipientSearch = {
	readonly chat: Pick<Chat, 'getState' | 'subscribe'>;
	readonly name: string;
	/** How long to wait for the member, in milliseconds; Infinity: as long as the chat lasts. */
	readonly timeout: number;
	readonly clock: Pick<Clock, 'after'>;
	/** Called with a sentence for the user. */
	readonly report: (sentence: string) => void;
};

/**
Resolves with the member of this name, once it is in the room. A member who is away is one, too. The
result stays the same member whatever names change: no other one who takes the name reads on.
Resolves with undefined if the chat ends before, or the member does not come; this is reported.
*/
export const findRecipient = async (search: RecipientSearch): Promise<Recipient | undefined> => {
	const {chat, name, timeout, clock, report} = search;
	const wanted = foldName(name);
	const shown = sanitizeLine(name);
	const find = () => chat.getState().members.find(member => foldName(member.name) === wanted);
	const isOver = () => chat.getState().status.status === 'closed';
	if (!find() && !isOver()) {
		report(`Nobody here is called ${shown} yet. What is to be sent waits.`);
		await new Promise<void>(resolve => {
			const timer = Number.isFinite(timeout)
				? clock.after(timeout, () => {
						report(`${shown} has not come within ${timeout / 1000} seconds.`);
						resolve();
					})
				: undefined;
			void (async () => {
				await waitUntil(chat, () => isOver() || find() !== undefined);
				timer?.stop();
				resolve();
			})();
		});
	}

	const member = find();
	if (!member) {
		return undefined;
	}

	if (member.id === chat.getState().myId) {
		report(`${shown} is you.`);
		return undefined;
	}

	if (member.status === 'away') {
		report(`${shown} is away. What is sent waits in the room.`);
	}

	return {id: member.id, name: member.name};
};

import type {Chat} from '../../chat/chat.ts';

/** Resolves once a condition of the chat's state holds. */
export const waitUntil = async (chat: Pick<Chat, 'subscribe'>, condition: () => boolean): Promise<void> => {
	if (condition()) {
		return;
	}

	await new Promise<void>(resolve => {
		const unsubscribe = chat.subscribe(() => {
			if (condition()) {
				unsubscribe();
				resolve();
			}
		});
	});
};

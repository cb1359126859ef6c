import type {SubmitResult} from './types.ts';

/** Results that several commands return. */

export const accepted: SubmitResult = {ok: true};

export const refused = (text: string) => ({ok: false, text}) as const;

export const refuseUnknownName = (name: string) =>
	refused(`Nobody here is called ${name}. Use /who to list the members.`);

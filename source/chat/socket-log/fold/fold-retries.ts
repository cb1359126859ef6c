import {logLimits} from '../limits.ts';
import type {LoggedCall, Retries, SocketRecord} from '../types.ts';
import type {LogDraft} from './log-draft.ts';

/** The last attempts, if none has succeeded since. */
const findOpen = ({retries, lastConnected}: LogDraft): Retries | undefined => {
	const last = retries.at(-1);
	return last && last.last.key > lastConnected ? last : undefined;
};

/** A socket that was closed, or failed, before it was connected. */
const hasFailed = ({connectedAt, listensSince, closed, code}: SocketRecord): boolean =>
	connectedAt === undefined && listensSince === undefined && (closed !== undefined || code !== undefined);

/** Folds the attempt that has failed into the row of those before it. */
export const foldAttempt = (draft: LogDraft, wait: LoggedCall) => {
	const open = findOpen(draft);
	const failed = draft.sockets.filter(each => hasFailed(each));
	const lookups = draft.loose.filter(({key}) => key > draft.lastConnected);
	const calls = [...failed.flatMap(({life}) => life), ...lookups, wait].toSorted((one, other) => one.key - other.key);
	const all = [...(open?.calls ?? []), ...calls];
	const code = failed.findLast(each => each.code !== undefined)?.code ?? wait.code;
	const row: Retries = {
		key: open?.key ?? wait.key,
		from: open?.from ?? calls[0]?.at ?? wait.at,
		attempts: (open?.attempts ?? 0) + 1,
		last: wait,
		...(code !== undefined && {code}),
		next: 'waiting',
		calls: all.slice(-logLimits.life),
		dropped:
			(open?.dropped ?? 0) +
			Math.max(0, all.length - logLimits.life) +
			failed.reduce((sum, {dropped}) => sum + dropped, 0),
	};
	draft.sockets = draft.sockets.filter(each => !hasFailed(each));
	draft.loose = draft.loose.filter(({key}) => key <= draft.lastConnected);
	if (open) {
		draft.retries[draft.retries.length - 1] = row;
	} else {
		draft.retries.push(row);
		draft.retries.splice(0, draft.retries.length - logLimits.retries);
	}
};

/** Notes that the next attempt has begun, or has succeeded. */
export const noteAttempt = (draft: LogDraft, {verb}: LoggedCall, isSuccess: boolean) => {
	const open = findOpen(draft);
	const hasBegun = verb === 'lookup' || verb === 'socket' || verb === 'connect';
	if (open && (isSuccess || (hasBegun && open.next === 'waiting'))) {
		draft.retries[draft.retries.length - 1] = {...open, next: isSuccess ? 'connected' : 'trying'};
	}
};

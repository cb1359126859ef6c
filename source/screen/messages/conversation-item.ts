import type {ChatState, HistoryItem} from '../../chat/state.ts';

/**
What the message pane lists: the history, then the messages that wait for their acknowledgement.
*/

export type PendingMessage = ChatState['pending'][number];
export type ConversationItem = HistoryItem | PendingMessage;

export const isHistory = (item: ConversationItem): item is HistoryItem => 'kind' in item;

/** A message, acknowledged or not. */
export type Message = PendingMessage | Extract<HistoryItem, {kind: 'message'}>;

export const isMessage = (item: ConversationItem): item is Message => !isHistory(item) || item.kind === 'message';

/** Returns a key that stays the same while the conversation grows. */
export const getItemKey = (item: ConversationItem): string => (isHistory(item) ? item.key : `pending ${item.n}`);

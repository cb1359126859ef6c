import type {ChatState, HistoryItem} from '../../chat/state.ts';

/**
What the message pane lists: the history, then the messages that wait for their acknowledgement.
*/

export type PendingMessage = ChatState['pending'][number];
export type ConversationItem = HistoryItem | PendingMessage;

export const isHistory = (item: ConversationItem): item is HistoryItem => 'kind' in item;

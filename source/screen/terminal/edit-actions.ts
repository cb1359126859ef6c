/** The actions that edit the draft, and those of the editor around it. */

export type DraftAction =
	| {readonly type: 'insert'; readonly text: string}
	/** Text from the clipboard. */
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'newline'}
	| {readonly type: 'left'}
	| {readonly type: 'right'}
	| {readonly type: 'word-left'}
	| {readonly type: 'word-right'}
	| {readonly type: 'home'}
	| {readonly type: 'end'}
	| {readonly type: 'move-to'; readonly offset: number}
	| {readonly type: 'delete-left'}
	| {readonly type: 'delete-right'}
	| {readonly type: 'delete-word-left'}
	| {readonly type: 'delete-word-right'}
	| {readonly type: 'delete-to-start'}
	| {readonly type: 'delete-to-end'}
	| {readonly type: 'transpose'}
	| {readonly type: 'replace'; readonly text: string; readonly at: number}
	| {readonly type: 'clear'};

export type EditorAction =
	| DraftAction
	| {readonly type: 'yank' | 'undo' | 'history-back' | 'history-forward'}
	/** The draft was sent: adds it to the history and starts an empty draft. */
	| {readonly type: 'sent'; readonly text: string};

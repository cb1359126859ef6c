/** What each key does. The help screen and docs/keys.md show these tables. */

export type KeyHelp = {readonly keys: string; readonly action: string};

/** The ten keys that are most needed. */
export const mainKeys: readonly KeyHelp[] = [
	{
		keys: 'Enter',
		action: "send the draft; if empty, open or fold a long message, try to connect now, or unfold the log's marked row",
	},
	{keys: 'Alt+Enter, Ctrl+J, Shift+Enter', action: 'insert a new line (Shift+Enter if the terminal reports it)'},
	{
		keys: '↑ ↓',
		action:
			'choose in the list of commands; move in the draft; past its edges, recall what you sent; with an empty draft, scroll the log or the peers if focused',
	},
	{
		keys: 'Tab, Shift+Tab',
		action: 'take the chosen command; complete a name, a word or a path; with an empty draft, next/previous pane',
	},
	{
		keys: 'PgUp PgDn, Shift+↑ Shift+↓, the wheel',
		action: 'scroll the focused pane (its name is in brackets)',
	},
	{
		keys: 'Ctrl+S, Ctrl+R',
		action:
			'find while you type: Enter or ↑ goes to older matches, Alt+Enter or ↓ to newer ones (Shift+Enter, too, if the terminal reports it), Esc closes',
	},
	{keys: 'F2', action: 'enlarge the connection log, and back, as /log does; in a narrow window, next pane'},
	{keys: 'F3', action: 'enlarge the peers, and back; in a narrow window, previous pane'},
	{keys: 'Esc', action: 'close what is open, answer no; end a fault; back to the messages'},
	{
		keys: 'Ctrl+C',
		action:
			'clear the draft (Ctrl+_ brings it back); with an empty draft, press it twice to leave; a host closes the room',
	},
];

export const moreKeys: readonly KeyHelp[] = [
	{keys: 'F1', action: 'show this help, or close it'},
	{keys: 'Ctrl+A Ctrl+E, Home End', action: 'start/end of the line'},
	{keys: 'Ctrl+B Ctrl+F, Alt+B Alt+F, Ctrl+← Ctrl+→', action: 'move by a character/word'},
	{keys: 'Ctrl+D, Ctrl+H, Delete, Backspace', action: 'delete a character'},
	{keys: 'Ctrl+W, Alt+D, Ctrl+U, Ctrl+K', action: 'cut the previous word, the next word, all before, all after'},
	{keys: 'Ctrl+Y, Ctrl+T, Ctrl+_', action: 'paste what was cut; swap two characters; undo'},
	{keys: 'Ctrl+X Ctrl+E', action: 'edit the draft in $VISUAL, $EDITOR or vi'},
	{
		keys: 'Ctrl+Home Ctrl+End, End',
		action: "first/last row of the focused pane; of the messages, the room's first one",
	},
	{keys: 'Ctrl+G', action: 'copy the invitation: the command that joins, and the code'},
	{keys: 'F4', action: 'dial another address while the room does not answer'},
	{
		keys: 'F5',
		action:
			'x-ray of a connection, and back: its TCP state, and each call with its bytes; with an empty draft ↑↓ choose a call, ←→ a connection, Enter unfolds',
	},
	{keys: 'F6', action: 'with --lab: break a connection on purpose'},
	{
		keys: 'F7',
		action:
			'select a message: ↑↓ PgUp choose, y, c or Enter copies its text as it was said, o opens a long one, Esc goes back',
	},
	{keys: 'F8', action: "show the messages alone, for the terminal's own selection, and back"},
	{
		keys: 'the mouse, after /mouse on',
		action: 'the wheel scrolls the pane under it; a click focuses a pane or places the cursor',
	},
	{keys: 'Ctrl+L, Ctrl+Z', action: 'redraw; suspend (`fg` resumes)'},
];

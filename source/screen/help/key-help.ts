/** What each key does, in the order in which one needs it: the overlay and the readme show this table. */
export const keyHelp: ReadonlyArray<{readonly keys: string; readonly action: string}> = [
	{keys: 'Enter', action: 'send the draft; with nothing typed, try to connect now'},
	{keys: 'Alt+Enter, Ctrl+J, Shift+Enter', action: 'a new line in the draft (Shift+Enter where the terminal tells it)'},
	{
		keys: '↑ ↓',
		action:
			'move in the draft; past its edges, what was sent before; with nothing typed, scroll the log or the peers while they have the focus',
	},
	{
		keys: 'Tab, Shift+Tab',
		action: 'complete a command, a name or a path; with nothing typed, to the next pane, the one before',
	},
	{keys: 'Ctrl+A Ctrl+E, Home End', action: 'to the start, the end of the line'},
	{keys: 'Ctrl+B Ctrl+F, Alt+B Alt+F, Ctrl+← Ctrl+→', action: 'by a character, by a word'},
	{keys: 'Ctrl+D, Ctrl+H, Delete, Backspace', action: 'delete a character'},
	{keys: 'Ctrl+W, Alt+D, Ctrl+U, Ctrl+K', action: 'cut the word before, the word after, all before, all after'},
	{keys: 'Ctrl+Y, Ctrl+T, Ctrl+_', action: 'put back what was cut; swap two characters; undo'},
	{
		keys: 'PgUp PgDn, Shift+↑ Shift+↓, the wheel',
		action: 'scroll the pane that has the focus: its name is in brackets',
	},
	{keys: 'Ctrl+Home Ctrl+End, End', action: 'to its first row, to its last'},
	{keys: 'Ctrl+S', action: 'find'},
	{keys: 'F1', action: 'these keys, and what works right now'},
	{keys: 'F2', action: 'to the connection log, larger, and back; in a narrow window, the next pane'},
	{keys: 'F3', action: 'to the peers, larger, and back; in a narrow window, the pane before'},
	{keys: 'F4', action: 'dial another address, while nobody has been reached'},
	{keys: 'Esc', action: 'close what stands open; back to the messages'},
	{
		keys: 'the mouse, after /mouse on',
		action: 'the wheel scrolls what is under it; a click gives a pane the focus, or places the cursor',
	},
	{keys: 'Ctrl+L, Ctrl+Z', action: 'draw the screen anew; stop the program, and `fg` brings it back'},
	{keys: 'Ctrl+C', action: 'clear the draft; with nothing typed, leave'},
];

/** What each key does, in the order in which one needs it: the overlay and the readme show this table. */
export const keyHelp: ReadonlyArray<{readonly keys: string; readonly does: string}> = [
	{keys: 'Enter', does: 'send the draft; with nothing typed, try to connect now'},
	{keys: 'Alt+Enter, Ctrl+J, Shift+Enter', does: 'a new line in the draft (Shift+Enter where the terminal tells it)'},
	{
		keys: '↑ ↓',
		does: 'move in the draft; past its edges, what was sent before; with nothing typed, scroll the log or the peers while they have the focus',
	},
	{
		keys: 'Tab, Shift+Tab',
		does: 'complete a command, a name or a path; with nothing typed, to the next pane, the one before',
	},
	{keys: 'Ctrl+A Ctrl+E, Home End', does: 'to the start, the end of the line'},
	{keys: 'Ctrl+B Ctrl+F, Alt+B Alt+F, Ctrl+← Ctrl+→', does: 'by a character, by a word'},
	{keys: 'Ctrl+D, Ctrl+H, Delete, Backspace', does: 'delete a character'},
	{keys: 'Ctrl+W, Alt+D, Ctrl+U, Ctrl+K', does: 'cut the word before, the word after, all before, all after'},
	{keys: 'Ctrl+Y, Ctrl+T, Ctrl+_', does: 'put back what was cut; swap two characters; undo'},
	{keys: 'PgUp PgDn, Shift+↑ Shift+↓, the wheel', does: 'scroll the pane that has the focus: its name is in brackets'},
	{keys: 'Ctrl+Home Ctrl+End, End', does: 'to its first row, to its last'},
	{keys: 'Ctrl+S', does: 'find'},
	{keys: 'F1', does: 'these keys, and what works right now'},
	{keys: 'F2', does: 'to the connection log, larger, and back; in a narrow window, the next pane'},
	{keys: 'F3', does: 'to the peers, larger, and back; in a narrow window, the pane before'},
	{keys: 'F4', does: 'dial another address, while nobody has been reached'},
	{keys: 'Esc', does: 'close what stands open; back to the messages'},
	{
		keys: 'the mouse, after /mouse on',
		does: 'the wheel scrolls what is under it; a click gives a pane the focus, or places the cursor',
	},
	{keys: 'Ctrl+L, Ctrl+Z', does: 'draw the screen anew; stop the program, and `fg` brings it back'},
	{keys: 'Ctrl+C', does: 'clear the draft; with nothing typed, leave'},
];

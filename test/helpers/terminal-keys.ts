const finals: Readonly<Record<string, string>> = {
	Up: 'A',
	Down: 'B',
	Right: 'C',
	Left: 'D',
	End: 'F',
	Home: 'H',
	F1: 'P',
	F2: 'Q',
	F3: 'R',
	F4: 'S',
};
const numbers: Readonly<Record<string, number>> = {
	Insert: 2,
	Delete: 3,
	PageUp: 5,
	PageDown: 6,
	F5: 15,
	F6: 17,
	F7: 18,
	F8: 19,
	F9: 20,
	F10: 21,
	F11: 23,
	F12: 24,
};
const plain: Readonly<Record<string, string>> = {
	Enter: '\r',
	Escape: '\u001B',
	Tab: '\t',
	Backspace: '\u007F',
	Space: ' ',
};

/**
The bytes that xterm sends for a key: `Enter`, `PageUp`, `Ctrl+C`, `Alt+b`, `Shift+Tab`,
`Ctrl+Left`…
*/
export const keyBytes = (key: string, isAppMode = false): string => {
	const names = key.split('+');
	const name = names.pop() ?? '';
	const has = (modifier: string) => names.includes(modifier);
	const shift = has('Shift');
	const alt = has('Alt');
	const ctrl = has('Ctrl');
	const modifiers = (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0);
	const final = finals[name];
	if (final !== undefined) {
		const isSingleShift = name.startsWith('F') || isAppMode;
		return modifiers > 0 ? `\u001B[1;${modifiers + 1}${final}` : `\u001B${isSingleShift ? 'O' : '['}${final}`;
	}

	const number = numbers[name];
	if (number !== undefined) {
		return modifiers > 0 ? `\u001B[${number};${modifiers + 1}~` : `\u001B[${number}~`;
	}

	if (key === 'Shift+Tab') {
		return '\u001B[Z';
	}

	const prefix = alt ? '\u001B' : '';
	if (ctrl && !shift && /^[a-z@[\\\]^_]$/i.test(name)) {
		return prefix + String.fromCodePoint((name.toUpperCase().codePointAt(0) ?? 0) % 32);
	}

	const text = plain[name] ?? ([...name].length === 1 ? name : undefined);
	if (text === undefined || ctrl || shift) {
		throw new Error(`A terminal has no bytes for the key ${key}`);
	}

	return prefix + text;
};

/**
Presses keys one at a time, as a person would, and takes the time until each is on the screen.
*/
import {Buffer} from 'node:buffer';
import {setTimeout as sleep} from 'node:timers/promises';
import type {PseudoTerminal} from './pseudo-terminal.ts';

/** Letters of one column each that no program and no message contains. */
const letters = [...'жщюэыъфцчш'];
const backspace = '\u007F';

export type Echo = {
	/** When the key was pressed, in milliseconds after the first one. */
	readonly at: number;
	/** Milliseconds until the echo. */
	readonly took: number;
};

/**
Returns a random delay in milliseconds, so that keys fall anywhere between two frames, at the pace
of a person.
*/
const pause = () => 40 + Math.random() * 40;

/** Types a letter and deletes it. Returns the milliseconds until its echo. */
const press = async (terminal: PseudoTerminal, letter: string): Promise<number> => {
	const bytes = Buffer.from(letter);
	// A letter may arrive in two chunks.
	let last: Uint8Array = new Uint8Array();
	const echoed = terminal.when(`echo of ${letter}`, chunk => {
		const all = Buffer.concat([last, chunk]);
		last = all.subarray(-bytes.length + 1);
		return all.includes(bytes);
	});
	const start = performance.now();
	terminal.write(letter);
	const took = (await echoed) - start;
	await sleep(pause());
	terminal.write(backspace);
	await sleep(pause());
	return took;
};

/**
Types a word to type after, so that the line is never empty, and then presses keys as long as
`goesOn` says (it is given how many).
*/
export const pressKeys = async (terminal: PseudoTerminal, goesOn: (count: number) => boolean): Promise<Echo[]> => {
	const echoes: Echo[] = [];
	terminal.write('ok ');
	await sleep(300);
	const start = performance.now();
	for (let count = 0; goesOn(count); count++) {
		const at = performance.now() - start;
		echoes.push({at, took: await press(terminal, letters[count % letters.length] ?? '')});
	}

	return echoes;
};

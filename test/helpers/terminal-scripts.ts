import process from 'node:process';
import type {TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openTerminal} from './terminal.ts';

export const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

export const node = (script: string) => [process.execPath, '-e', script];

/** Draws something and stays; ends when a key is pressed. */
export const draw = (t: TestContext, output: string) =>
	openTerminal(
		t,
		node(
			`process.stdout.write(${JSON.stringify(output)}); process.stdin.setRawMode(true).once('data', () => process.exit())`,
		),
	);

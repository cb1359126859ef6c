/**
Shows the screen with a made-up chat, for tests on a real terminal: `npx tsx test/screen/fixture.tsx
<scenario> [now]`. A line that is entered is pending for half a second; `no` is refused. When it
ends, it prints the calls that the screen made.
*/
import process from 'node:process';
import chalk from 'chalk';
import {useEffect, useState} from 'react';
import {render} from 'ink';
import type {ChatState, HistoryItem} from '../../source/chat/state.ts';
import {App} from '../../source/screen/app.tsx';
import {getErrorOutput} from '../../source/output/standard-streams.ts';
import {openWriter} from '../../source/output/terminal-stream.ts';
import {Terminal} from '../../source/screen/terminal/modes/terminal.ts';
import {terminalContext} from '../../source/screen/terminal/modes/terminal-context.ts';
import {ThemeProvider} from '../../source/screen/theme-provider.tsx';
import {createScenario} from './scenarios.ts';

const [scenario = 'busy', now = Date.now()] = process.argv.slice(2);
const calls: string[] = [];

function Fixture({initial}: {readonly initial: ChatState}) {
	const [state, setState] = useState(initial);

	useEffect(() => {
		if (scenario !== 'arriving') {
			return;
		}

		let count = 0;
		const timer = setInterval(() => {
			count++;
			const item: HistoryItem = {
				kind: 'message',
				key: `arrived ${count}`,
				at: Date.now(),
				from: 'bob',
				fromId: 'id-bob',
				text: `news ${count}`,
				own: false,
			};
			setState(before => ({...before, history: [...before.history, item]}));
		}, 150);
		return () => {
			clearInterval(timer);
		};
	}, []);

	const submit = (text: string) => {
		calls.push(`submit ${JSON.stringify(text)}`);
		if (text === 'no') {
			return {ok: false, text: 'That is no command. Try /help.'} as const;
		}

		if (text.trim() === 'bye') {
			app.unmount();
			return {ok: true} as const;
		}

		const n = 100 + calls.length;
		const at = Date.now();
		setState(before => ({...before, pending: [...before.pending, {n, text, at}]}));
		if (initial.status.status === 'open' || initial.status.status === 'listening') {
			setTimeout(() => {
				setState(before => ({
					...before,
					pending: before.pending.filter(pending => pending.n !== n),
					history: [
						...before.history,
						{
							kind: 'message',
							key: `own ${n}`,
							at,
							from: before.myName,
							fromId: before.myId ?? '',
							text,
							own: true,
							delivery: 'logged',
						},
					],
				}));
			}, 500);
		}

		return {ok: true} as const;
	};

	return (
		<App
			state={state}
			getState={() => state}
			onSubmit={submit}
			onRetry={() => {
				calls.push('retry');
				setState(before => ({...before, status: {status: 'connecting', attempt: 4}}));
				setTimeout(() => {
					setState(before => ({
						...before,
						status: {
							status: 'waiting',
							attempt: 4,
							retryAt: Date.now() + 5000,
							reason: 'Nobody is hosting at 127.0.0.1:5000. Is `socket-chat host` running there?',
						},
					}));
				}, 1500);
			}}
			onLeave={() => {
				calls.push('leave');
				app.unmount();
			}}
			onAddress={address => {
				calls.push(`address ${address}`);
				if (address.includes(' ')) {
					return {ok: false, text: `\`${address}\` is no address. Write name, name:port, 1.2.3.4:port or [::1]:port.`};
				}

				setState(before => ({...before, address, status: {status: 'connecting', attempt: 1}}));
				return {ok: true};
			}}
		/>
	);
}

const terminal = new Terminal({
	process,
	writer: openWriter(process.stdout),
	errors: getErrorOutput(),
	onLost() {
		app.unmount();
	},
});
await terminal.start();
const app = render(
	<terminalContext.Provider value={terminal}>
		<ThemeProvider
			background={terminal.background}
			isColourless={Boolean(process.env.NO_COLOR)}
			hasManyColours={chalk.level >= 2}
		>
			<Fixture initial={createScenario(scenario, Number(now))} />
		</ThemeProvider>
	</terminalContext.Provider>,
	{
		stdin: terminal.stdin,
		stdout: terminal.output,
		alternateScreen: true,
		incrementalRendering: true,
		patchConsole: false,
		interactive: true,
		exitOnCtrlC: false,
	},
);
await app.waitUntilExit();
await terminal.end();
console.log(calls.join('\n'));

/** Ink on streams: a test writes the bytes that a terminal would send. */
import {PassThrough} from 'node:stream';
import {render} from 'ink';
import {TerminalStdin} from '../../source/screen/terminal/terminal-stdin.ts';

type Streams = {
	readonly stdin: TerminalStdin;
	readonly stdout: PassThrough;
};

const turn = async () =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

/** Renders what `create` returns. Resolves once it reads. `env`: the environment of its input. */
export const renderOnBytes = async (
	create: (streams: Streams) => Parameters<typeof render>[0],
	{columns = 80, env}: {readonly columns?: number; readonly env?: NodeJS.ProcessEnv} = {},
) => {
	const input = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}, ref() {}, unref() {}});
	const stdout = Object.assign(new PassThrough(), {isTTY: true, columns, rows: 24});
	stdout.resume();
	const stdin = new TerminalStdin(input, {env});
	const ink = render(create({stdin, stdout}), {
		stdin,
		stdout,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	while (input.listenerCount('readable') === 0) {
		await turn();
	}

	return {
		turn,
		/** Writes chunks, each in a read of its own, and resolves when they have been handled. */
		async write(...chunks: ReadonlyArray<string | Uint8Array>) {
			for (const chunk of chunks) {
				input.write(chunk);
				while (input.readableLength > 0) {
					await turn();
				}
			}

			await turn();
		},
		close() {
			ink.unmount();
		},
	};
};

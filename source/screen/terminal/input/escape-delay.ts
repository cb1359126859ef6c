/** A terminal on this computer sends a sequence in one piece. */
const localDelay = 50;
/** A network may cut a key in two. */
const remoteDelay = 200;

/**
Returns how long to wait for what follows an escape before it is the key Escape, in milliseconds:
longer over SSH and mosh.
*/
export const chooseEscapeDelay = (env: Readonly<Record<string, string | undefined>>): number =>
	['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY', 'MOSH_CONNECTION', 'MOSH_SERVER_PID'].some(
		name => (env[name] ?? '') !== '',
	)
		? remoteDelay
		: localDelay;

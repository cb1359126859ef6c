/** A terminal on this computer sends a sequence in one piece. */
const localDelay = 50;
/** A network may cut a key in two. */
const remoteDelay = 200;

/**
Returns how long to wait for what follows an escape before it is the key Escape, in milliseconds.
Over SSH and mosh that is longer, except within tmux and screen, which have put the keys together.
*/
export const chooseEscapeDelay = (env: Readonly<Record<string, string | undefined>>): number => {
	const has = (name: string) => env[name] !== undefined && env[name] !== '';
	const isRemote = ['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY', 'MOSH_CONNECTION', 'MOSH_SERVER_PID'].some(name =>
		has(name),
	);
	return isRemote && !has('TMUX') && !has('STY') ? remoteDelay : localDelay;
};

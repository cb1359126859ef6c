import process from 'node:process';
import meow from 'meow';
import packageJson from '../package.json' with {type: 'json'};

const help = `
	Usage
	  $ socket-chat host [options]             open a room on this machine
	  $ socket-chat join [address] [options]   walk into one

	host
	  --port, -p <n>       port to listen on (5000; 0 picks a free one)
	  --listen <address>   address to bind (all interfaces; with --plain: loopback only, unless this is given)
	  --room <name>        which room to open: its history and code are kept under this name (main)
	  --new-code           change the room's code before opening
	  --ephemeral          keep nothing on disk
	  --hidden             do not tell the network that there is a room
	  --plain              also let raw text peers in (nc, telnet, a script), unencrypted
	  --once               end when the last peer has left
	  --stop-on <word>     end when any peer sends exactly this word

	join
	  [address]            name, name:port, 1.2.3.4:port, [::1]:port (without one: this machine's room, else a choice of those found)
	  --plain              speak raw text to whatever listens there
	  --eol lf|crlf|none   how a plain line ends (auto: as the other side does it, LF until it has spoken)
	  --stay               line mode: remain after standard input has ended

	both
	  --name, -n <nick>    what others call you (your login name)
	  --json               line mode, with one JSON event a line on standard output
	  --linear             on a terminal: only lines, for screen readers and terminals that cannot do more
	  --help, --version

	A join asks for the room's code, five words that the host shows, or reads it from SOCKET_CHAT_CODE.
	Type and press Enter to talk; bye, alone on a line, leaves (a host's bye closes the room for all).
	Where standard input or output is not a terminal: lines in, "name: text" lines out, the connection log on standard error.
	Exit codes: 0 ended as asked, 1 could not, 2 wrong usage, 3 refused, 130 Ctrl+C in line mode.
`;

const flagOptions = {
	importMeta: import.meta,
	pkg: packageJson,
	description: false,
	autoHelp: false,
	autoVersion: false,
	booleanDefault: undefined,
	flags: {
		port: {type: 'string', shortFlag: 'p'},
		listen: {type: 'string'},
		room: {type: 'string'},
		newCode: {type: 'boolean'},
		ephemeral: {type: 'boolean'},
		hidden: {type: 'boolean'},
		plain: {type: 'boolean'},
		once: {type: 'boolean'},
		stopOn: {type: 'string'},
		eol: {type: 'string'},
		stay: {type: 'boolean'},
		name: {type: 'string', shortFlag: 'n'},
		json: {type: 'boolean'},
		linear: {type: 'boolean'},
		help: {type: 'boolean'},
		version: {type: 'boolean'},
	},
} as const;

/** Gives meow's own words for what it cannot read, such as a flag that is given twice. */
const readFlags = () => {
	try {
		return meow(help, flagOptions);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 2;
		return undefined;
	}
};

const cli = readFlags();
if (cli?.flags.help) {
	cli.showHelp(0);
}

if (cli?.flags.version) {
	cli.showVersion();
}

/** Whoever asks for help or the version does not wait for the rest. */
const start = async ({input, flags}: NonNullable<typeof cli>) => {
	const {run} = await import('./cli/run.ts');
	await run(input, flags);
};

if (cli) {
	// It is built as CommonJS, which has no await outside of functions.
	void start(cli);
}

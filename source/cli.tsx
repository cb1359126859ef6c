import {userInfo} from 'node:os';
import process from 'node:process';
import {createInterface} from 'node:readline';
import meow from 'meow';
import packageJson from '../package.json' with {type: 'json'};
import {askTarget, NoAnswer} from './ask-target.ts';
import {LineMode} from './line-mode.ts';
import {LinearMode} from './linear-mode.ts';
import {openChat} from './open-chat.ts';
import {createDoors, resolve} from './doors.ts';
import {endOnSignals} from './signals.ts';
import {parseOptions, UsageError, type Options} from './options.ts';
import {completePath} from './paths.ts';
import {SettingsFile, type Settings} from './settings.ts';
import {stateFolder} from './storage/home.ts';
import {saveTranscript} from './transcript.ts';

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
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
};

/** A user without an entry in the system's list has no name. */
const loginName = (): string => {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
};

/** What the command line asks for, and what the user has settled before. */
type Wish = {
	readonly options: Options;
	readonly settingsFile: SettingsFile;
	readonly settings: Settings;
	readonly problems: readonly string[];
};

const parse = (): Wish => {
	const cli = readFlags();
	if (cli.flags.help) {
		cli.showHelp(0);
	}

	if (cli.flags.version) {
		cli.showVersion();
	}

	const settingsFile = new SettingsFile(stateFolder(process.env));
	const {settings, problems} = settingsFile.read();
	const options = parseOptions(cli.input, cli.flags, {loginName: settings.name ?? loginName(), code: process.env.SOCKET_CHAT_CODE});
	return {options, settingsFile, settings, problems};
};

/** A chat in lines, on a terminal. */
const runLinear = async (options: Options): Promise<number> => {
	const lines = createInterface({input: process.stdin, terminal: false});
	const ask = async (question: string): Promise<string | undefined> => {
		process.stdout.write(`${question} `);
		return new Promise(resolve => {
			lines.once('line', resolve);
			lines.once('close', () => {
				resolve(undefined);
			});
		});
	};

	try {
		const chat = openChat(await askTarget(options, stateFolder(process.env), ask), {hasScreen: true});
		endOnSignals(() => chat);
		const exitCode = await new LinearMode(chat, {lines, output: process.stdout}).run();
		await chat.close();
		return exitCode;
	} catch (error) {
		if (error instanceof NoAnswer) {
			process.stdout.write(`${error.message}\n`);
			return 0;
		}

		throw error;
	}
};

const main = async ({options, settingsFile, settings, problems}: Wish): Promise<number> => {
	const isTerminal = process.stdin.isTTY && process.stdout.isTTY && !options.json;
	const isLinear = isTerminal && (options.linear || process.env.TERM === 'dumb' || process.env.INK_SCREEN_READER === 'true');
	if (isTerminal && !isLinear) {
		// Ink and React are loaded for the screen alone.
		const {runScreen} = await import('./screen/run-screen.tsx');
		return runScreen(options, {
			doors: createDoors(options),
			open: screenOptions => openChat(screenOptions, {hasScreen: true}),
			save: saveTranscript,
			completePath,
			preferences: {
				bell: settings.bell,
				theme: settings.theme,
				hasMouse: settings.mouse === 'on',
				hidden: settings.hide,
				problem: problems[0],
				keepBell: bell => settingsFile.change('bell', bell),
				keepTheme: theme => settingsFile.change('theme', theme),
				keepMouse: isOn => settingsFile.change('mouse', isOn ? 'on' : 'off'),
			},
		});
	}

	for (const problem of problems) {
		process.stderr.write(`${problem}\n`);
	}

	if (isLinear) {
		return runLinear(options);
	}

	const chat = openChat(await resolve(options), {hasScreen: false});
	let isInterrupted = false;
	endOnSignals(
		() => chat,
		() => {
			isInterrupted = true;
		},
	);
	const lineMode = new LineMode(chat, {
		json: options.json,
		stay: options.command === 'join' && options.stay,
		input: process.stdin,
		output: process.stdout,
		errors: process.stderr,
	});
	const exitCode = await lineMode.run();
	await chat.close();
	return isInterrupted ? 130 : exitCode;
};

/** How long whoever reads standard output may take to take the last of it, in milliseconds. */
const lastOutputTime = 1000;

/** Ends once standard output has been written, or nobody takes it. Standard input may still be open, and would keep the process. */
const exit = (exitCode: number) => {
	const end = () => {
		// eslint-disable-next-line unicorn/no-process-exit
		process.exit(exitCode);
	};

	setTimeout(end, lastOutputTime);
	process.stdout.write('', end);
};

const fail = (error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	exit(error instanceof UsageError ? 2 : 1);
};

process.on('uncaughtException', fail);
try {
	exit(await main(parse()));
} catch (error) {
	fail(error);
}

/** The pages that `socket-chat help` and `--help` print: at most 78 columns wide. */

const sharedOptions = `Options of host and join
  -n, --name <name>  your name (default: your login name; for a host, that of
                     its last run, if it had one)
  --json             line mode with one JSON event per line
  --linear           print lines instead of drawing a screen: for screen
                     readers and terminals that cannot move the cursor
  --no-bye           line mode: a line "bye" is a message, too
  --lab              for lessons: F6 and /break break a connection on purpose
  --history <n>      line mode: first print the last n old messages, or "all"
                     (default: none; with --linear: 10)
  --to <name>        line mode: send privately, to this member only
  --paste            line mode: send standard input as one message
  --commands         line mode: run lines such as "/msg bob hi" as commands
  --log <file>       add the connection log to a file, as lines of JSON
  --help             show help; after host or join, show that command's page
  --version          show the version`;

const lineMode = `Line mode
  If standard input or standard output is not a terminal, or with --json, each
  line of input is a message; a line "bye" ends the program. Messages are
  printed as "name: text", and the connection log goes to standard error.`;

const sharedVariables = `  SOCKET_CHAT_HOME   the folder for settings, rooms, codes and unsent messages
  NO_COLOR           no colours, unless the setting "theme" is dark or light
  INK_SCREEN_READER  true has the effect of --linear, as has TERM=dumb`;

const variables = `Environment variables
${sharedVariables}`;

const variablesWithCode = `Environment variables
  SOCKET_CHAT_CODE   the code of the room to join. There is no option for it,
                     because other users can see a program's arguments.
${sharedVariables}`;

const settings = String.raw`Settings
  Lines such as "bell = all" in the file "settings" in SOCKET_CHAT_HOME, which
  is by default
    Linux    ~/.local/share/socket-chat
    macOS    ~/Library/Application Support/socket-chat
    Windows  %LOCALAPPDATA%\socket-chat\Data
  The keys are name, bell, theme, hide, mouse and announce.`;

const exitCodes = `Exit codes
  0    ended as asked
  1    could not connect, listen, deliver every message, or save all
  2    wrong usage, or no code for the room
  3    refused: wrong code, or removed from the room
  130  Ctrl+C in line mode`;

const createPage = (...sections: readonly string[]): string => `${sections.join('\n\n')}\n`;

export const overview = createPage(
	'socket-chat: a terminal chat over TCP that never loses a line',
	`Examples
  $ socket-chat host                     open a room on this computer
  $ socket-chat join                     join a room nearby`,
	`Usage
  $ socket-chat host [options]           see socket-chat help host
  $ socket-chat join [address] [options] see socket-chat help join
  $ socket-chat repair [room]            see socket-chat help repair`,
	sharedOptions,
	`Chatting
  Type and press Enter. F1 shows keys and commands. To leave, enter "bye"; the
  host's "bye" closes the room for everybody, and is asked about first. A room
  has a code of five words: the host's screen shows it, and join asks for it.`,
	lineMode,
	variablesWithCode,
	settings,
	exitCodes,
);

export const hostPage = createPage(
	'socket-chat host: open a room on this computer',
	`Examples
  $ socket-chat host                     open the room "main" on port 5000
  $ socket-chat host --room den -p 0     open the room "den" on a free port`,
	`Usage
  $ socket-chat host [options]`,
	`Options
  -p, --port <n>      the port to listen on (default: 5000; 0: any free one)
  --listen <address>  the address to bind (default: all interfaces; with
                      --plain: this computer only)
  --room <name>       the room to open (default: main). Its history and code
                      are kept under this name
  --new-code          change the room's code before opening it
  --ephemeral         keep nothing on disk
  --hidden            do not announce the room on the local network
  --announce <name>   announce it there under this name, for all to read, as
                      "Ada's laptop" (default: a random tag alone)
  --plain             also let plain text clients in (nc, telnet, scripts),
                      unencrypted and without a code
  --once              end when the last peer has left
  --stop-on <word>    end when a peer sends exactly this word`,
	sharedOptions,
	lineMode,
	variables,
	settings,
	exitCodes,
);

export const joinPage = createPage(
	'socket-chat join: join a room',
	`Examples
  $ socket-chat join                     join a room nearby
  $ echo done | socket-chat join 192.168.1.20:5000 --name build`,
	`Usage
  $ socket-chat join [address] [options]

  The address is name, name:port, 1.2.3.4:port or [::1]:port. The default port
  is 5000. Without an address, join looks for rooms on this computer, then on
  the local network, and lets you choose if it finds several.`,
	`Options
  --plain               connect to any TCP server as a plain text client
  --eol lf|crlf|none    how lines end with --plain (default: auto, as the
                        server's lines do, LF until it has sent one)
  --stay                line mode: stay after standard input has ended`,
	sharedOptions,
	lineMode,
	variablesWithCode,
	settings,
	exitCodes,
);

export const repairPage = createPage(
	'socket-chat repair: keep what is sound in damaged files',
	`Examples
  $ socket-chat repair                   look at all rooms and unsent messages
  $ socket-chat repair den               look at the history of the room "den"`,
	`Usage
  $ socket-chat repair [room]

  For a room that does not open because its history is damaged, and for unsent
  messages that are. All sound messages are kept in their places. The place of
  a lost message stays empty, and its number is not used again. The report
  says how many are missing, where, when and, if it can be seen, by whom.

  The damaged file stays beside the new one as <name>.damaged-<date>. Sound
  files are not changed. A room that is open has to be closed first.`,
	`Options
  --room <name>       the room, as for host
  --help              show this page`,
	`Environment variables
  SOCKET_CHAT_HOME   the folder for settings, rooms, codes and unsent messages`,
	`Exit codes
  0    all is sound now
  1    could not: the room is open or unknown, or the disk failed
  2    wrong usage`,
);

const pages = new Map([
	['host', hostPage],
	['join', joinPage],
	['repair', repairPage],
]);

/** Returns the page that the command line asks for. `words`: its arguments that are not options. */
export const selectPage = ([first = '', second = '']: readonly string[]): string =>
	pages.get(first === 'help' ? second : first) ?? overview;

/** True for `help`, alone or before a command that has a page. */
export const isHelpCommand = ([first, second]: readonly string[]): boolean =>
	first === 'help' && (second === undefined || pages.has(second));

import process from 'node:process';
import meow from 'meow';
import packageJson from '../package.json' with {type: 'json'};
import {isHelpCommand, selectPage} from './cli/help.ts';
import {printAll} from './cli/output.ts';
import {normalizeSwitches} from './cli/switches.ts';
import {getErrorOutput, openStandardStreams} from './output/standard-streams.ts';

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
		announce: {type: 'string'},
		plain: {type: 'boolean'},
		once: {type: 'boolean'},
		stopOn: {type: 'string'},
		eol: {type: 'string'},
		stay: {type: 'boolean'},
		name: {type: 'string', shortFlag: 'n'},
		json: {type: 'boolean'},
		linear: {type: 'boolean'},
		lab: {type: 'boolean'},
		bye: {type: 'boolean'},
		history: {type: 'string'},
		to: {type: 'string'},
		paste: {type: 'boolean'},
		commands: {type: 'boolean'},
		log: {type: 'string'},
		help: {type: 'boolean'},
		version: {type: 'boolean'},
	},
} as const;

const switches = Object.entries(flagOptions.flags).flatMap(([name, {type}]) => (type === 'boolean' ? [name] : []));

/**
Prints the parser's own sentence where it cannot parse the arguments, such as for an option given
twice.
*/
const parseArguments = () => {
	try {
		return meow({...flagOptions, argv: normalizeSwitches(process.argv.slice(2), switches)});
	} catch (error) {
		getErrorOutput().report(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 2;
		return undefined;
	}
};

/**
Loads the rest of the program only where it is needed: help and the version are printed without it.
*/
const start = async ({input, flags}: NonNullable<ReturnType<typeof parseArguments>>) => {
	if (flags.help === true || isHelpCommand(input)) {
		printAll(selectPage(input));
		return;
	}

	if (flags.version) {
		printAll(`${packageJson.version}\n`);
		return;
	}

	const {run} = await import('./cli/run.ts');
	// `help dance` and `dance` are the same mistake.
	await run(input[0] === 'help' ? input.slice(1) : input, flags);
};

openStandardStreams();
const parsed = parseArguments();
if (parsed) {
	// The bundle is CommonJS, which has no top-level await.
	void start(parsed);
}

/** `npm run campus`: argv to commands. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {CampusError} from './campus-error.ts';
import {describeNodes, openCampus} from './campus.ts';
import {help} from './help.ts';
import {converge, describeChanges, findLink, readLinks, readRoutes, setLink} from './links.ts';
import {parseTopology} from './parse-topology.ts';
import {formatPlan} from './plan-table.ts';
import {linkName, planCampus} from './plan.ts';
import {allow, deny} from './rules.ts';
import {runOnNode} from './run-on-node.ts';
import {isRefusal, TopologyError} from './topology.ts';
import {bringUp, takeDown} from './up-down.ts';

type Context = {readonly name: string; readonly file: string; readonly args: readonly string[]};

/** Wrong use: the exit code is 2. */
class UsageError extends CampusError {}

/** Npm runs scripts in the folder of the package, and says where it was called. */
const cwd = process.env.INIT_CWD ?? process.cwd();

const print = (...lines: readonly string[]) => {
	process.stdout.write(`${lines.join('\n')}\n`);
};

const readTopology = (file: string) => {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		throw new CampusError(error instanceof Error ? error.message : String(error));
	}
};

const changeLink = ({name, args: [one, other, how, mode]}: Context) => {
	const isStatic = mode === 'static';
	if (
		one === undefined ||
		other === undefined ||
		!['up', 'down'].includes(how ?? '') ||
		(mode !== undefined && !isStatic)
	) {
		throw new UsageError('Write: link A B down|up [static]');
	}

	const campus = openCampus(name);
	const link = findLink(campus, one, other);
	const before = readRoutes(campus);
	if (how === 'down') {
		setLink(campus, link, isStatic ? 'lossy' : 'down');
	} else {
		setLink(campus, link, 'up');
	}

	if (isStatic) {
		print(`${linkName(link)} ${how === 'down' ? 'loses every packet' : 'is up'}. No route changed.`);
	} else {
		print(...describeChanges(campus, converge(campus, before)));
	}
};

const printStatus = ({name}: Context) => {
	const campus = openCampus(name);
	const rules = campus.state.denials.map(({from, to, refusal}) => `deny ${from} ${to} ${refusal}`);
	print(
		`The campus "${name}" is up: ${describeNodes(campus.plan)}.`,
		...[...readLinks(campus)].map(([link, condition]) => `link ${linkName(link)} ${condition}`),
		...rules,
	);
};

const commands: Readonly<Record<string, (context: Context) => number | void | Promise<number | void>>> = {
	help() {
		print(help);
	},
	plan({file}) {
		print(...formatPlan(planCampus(parseTopology(readTopology(file)))));
	},
	async up({name, file}) {
		print(...(await bringUp(name, file, readTopology(file))));
	},
	async down({name}) {
		print(...(await takeDown(name)));
	},
	status: printStatus,
	async exec({name, args: [node, ...command]}) {
		if (node === undefined) {
			throw new UsageError('Write: exec NODE [COMMAND …]');
		}

		const shell = process.env.SHELL ?? 'sh';
		return runOnNode(openCampus(name), node, command.length > 0 ? command : [shell], cwd);
	},
	link: changeLink,
	converge({name}) {
		const campus = openCampus(name);
		print(...describeChanges(campus, converge(campus, readRoutes(campus))));
	},
	deny({name, args: [from, to, refusal = 'prohibited']}) {
		if (from === undefined || to === undefined || !isRefusal(refusal)) {
			throw new UsageError('Write: deny FROM TO [prohibited|drop|reset]');
		}

		print(deny(openCampus(name), {from, to, refusal}));
	},
	allow({name, args: [from, to]}) {
		if (from === undefined || to === undefined) {
			throw new UsageError('Write: allow FROM TO');
		}

		print(allow(openCampus(name), {from, to}));
	},
};

const defaultFile = path.join(import.meta.dirname, 'campus.topo');

const parseArguments = (argv: readonly string[]): Context & {readonly command: string} => {
	const options = new Map([
		['--name', 'campus'],
		['--file', defaultFile],
	]);
	let index = 0;
	for (; argv[index]?.startsWith('--'); index += 2) {
		const [option = '', value] = argv.slice(index, index + 2);
		if (option === '--help') {
			return {command: 'help', name: '', file: '', args: []};
		}

		if (!options.has(option) || value === undefined) {
			throw new UsageError(`${option} is no option, or has no value. See: npm run campus -- help`);
		}

		options.set(option, value);
	}

	const name = options.get('--name') ?? '';
	if (!/^[a-z][a-z\d]{0,30}$/.test(name)) {
		throw new UsageError(`"${name}" cannot be a name: use small letters and digits, a letter first.`);
	}

	const [command = 'help', ...args] = argv.slice(index);
	return {command, name, file: path.resolve(cwd, options.get('--file') ?? ''), args};
};

const run = async (): Promise<number> => {
	let file = '';
	try {
		const context = parseArguments(process.argv.slice(2));
		({file} = context);
		const command = Object.hasOwn(commands, context.command) ? commands[context.command] : undefined;
		if (!command) {
			throw new UsageError(`There is no command ${context.command}. See: npm run campus -- help`);
		}

		return (await command(context)) ?? 0;
	} catch (error) {
		if (error instanceof TopologyError) {
			console.error(`${path.relative(cwd, file)}:${error.line}: ${error.message}`);
		} else {
			console.error(error instanceof Error ? error.message : String(error));
		}

		return error instanceof UsageError ? 2 : 1;
	}
};

process.exitCode = await run();

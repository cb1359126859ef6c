import type {Command} from './commands.ts';

const quote = (word: string) => (/^[\w./:=@%,+-]+$/.test(word) ? word : `'${word.replaceAll(`'`, String.raw`'\''`)}'`);

const toLine = (command: Command) => command.map(word => quote(word)).join(' ');

type Batch = {
	/** The beginning that the commands have in common: `ip`, and its namespace if any. */
	readonly head: Command;
	readonly commands: Command[];
};

const headOf = (command: Command): Command => {
	if (command[0] !== 'ip' || command.some(word => /\s/.test(word))) {
		return [];
	}

	if (command[1] === '-n') {
		return command.slice(0, 3);
	}

	return command[1] === 'netns' && command[2] !== 'exec' ? ['ip'] : [];
};

/** Joins commands of ip that follow each other and concern the same namespace. */
const collectBatches = (commands: readonly Command[]): Batch[] => {
	const batches: Batch[] = [];
	for (const command of commands) {
		const head = headOf(command);
		const last = batches.at(-1);
		if (last && head.length > 0 && String(last.head) === String(head)) {
			last.commands.push(command);
		} else {
			batches.push({head, commands: [command]});
		}
	}

	return batches;
};

const toLines = ({head, commands: [first = [], ...others]}: Batch): string => {
	if (others.length === 0) {
		const line = toLine(first);
		return `${line} || fail ${quote(line)}`;
	}

	const lines = [first, ...others].map(command => command.slice(head.length).join(' '));
	const line = `${toLine(head)} -batch -`;
	return [`${line} <<'END' || fail ${quote(`${line}: ${lines.join('; ')}`)}`, ...lines, 'END'].join('\n');
};

/**
Returns the commands as a shell script that ends at the first that fails, and names it. Commands of
ip for one namespace are given to one process: starting it takes most of the time.
*/
export const toScript = (commands: readonly Command[]): string =>
	[`fail() { echo "failed: $1" >&2; exit 1; }`, ...collectBatches(commands).map(batch => toLines(batch)), ''].join(
		'\n',
	);

/**
Sorts commands of ip by their namespaces, for longer batches; those of one namespace stay in order.
*/
export const sortByNamespace = (commands: readonly Command[]): Command[] =>
	commands.toSorted((one, other) => String(headOf(one)).localeCompare(String(headOf(other))));

import {overlaps, parseNetwork, formatNetwork} from './network/address.ts';
import {
	isRefusal,
	outsideName,
	refusals,
	TopologyError,
	type Denial,
	type Host,
	type Lan,
	type Link,
	type Outside,
	type Topology,
} from './topology.ts';

type Statement = {
	readonly line: number;
	readonly word: string;
	readonly args: readonly string[];
};

/** The arguments of each statement by name; those in `[…]` are optional. */
const forms: Readonly<Record<string, string>> = {
	pool: 'pool NETWORK',
	router: 'router NAME …',
	lan: 'lan NAME HOSTS ROUTER [nat]',
	link: 'link ROUTER ROUTER [COST]',
	host: 'host NAME LAN',
	outside: 'outside NETWORK ROUTER',
	deny: `deny FROM TO [${refusals.join('|')}]`,
};

const readStatements = (text: string): Statement[] =>
	text.split('\n').flatMap((raw, index) => {
		const [word = '', ...args] = raw.replace(/#.*/, '').trim().split(/\s+/);
		return word === '' ? [] : [{line: index + 1, word, args}];
	});

const checkForm = ({line, word, args}: Statement) => {
	const form = forms[word];
	if (form === undefined) {
		throw new TopologyError(line, `unknown word "${word}"; there are ${Object.keys(forms).join(', ')}`);
	}

	const [, ...names] = form.split(' ');
	const most = names.at(-1) === '…' ? Number.POSITIVE_INFINITY : names.length;
	const least = names.filter(name => !/^[[…]/.test(name)).length;
	if (args.length < least || args.length > most) {
		throw new TopologyError(line, `write ${form}`);
	}
};

/** An interface is called after what it leads to, `lan-NAME`, and Linux allows it 15 characters. */
const namePattern = /^[a-z][a-z\d]{0,10}$/;

/** Collects the names of the topology, and refuses one that is used twice. */
const createNames = () => {
	const kinds = new Map<string, {readonly kind: string; readonly line: number}>();
	return {
		add(line: number, kind: string, name: string) {
			if (!namePattern.test(name) || name === outsideName) {
				throw new TopologyError(
					line,
					`"${name}" cannot be a name: use up to 11 small letters and digits, a letter first, and not "outside"`,
				);
			}

			const earlier = kinds.get(name);
			if (earlier) {
				throw new TopologyError(line, `${name} is already the name of a ${earlier.kind} (line ${earlier.line})`);
			}

			kinds.set(name, {kind, line});
		},
		/** Throws unless `name` is one of these kinds. */
		check(line: number, name: string, ...wanted: readonly string[]) {
			if (!wanted.includes(kinds.get(name)?.kind ?? '')) {
				throw new TopologyError(line, `there is no ${wanted.join(' or ')} called ${name}`);
			}
		},
	};
};

type Names = ReturnType<typeof createNames>;

const parseNumber = (line: number, text: string, what: string): number => {
	const value = Number(text);
	if (!/^\d{1,8}$/.test(text) || value === 0) {
		throw new TopologyError(line, `"${text}" is no number of ${what}`);
	}

	return value;
};

const parseNetworkAt = (line: number, text: string) => {
	const network = parseNetwork(text);
	if (!network) {
		throw new TopologyError(line, `"${text}" is no network: write its first address and its prefix, as 10.20.0.0/21`);
	}

	return network;
};

const parseLan = ({line, args: [name = '', hosts = '', router = '', nat]}: Statement, names: Names): Lan => {
	names.check(line, router, 'router');
	if (nat !== undefined && nat !== 'nat') {
		throw new TopologyError(line, `write ${forms.lan}`);
	}

	return {name, hosts: parseNumber(line, hosts, 'hosts'), router, isTranslated: nat === 'nat', line};
};

const parseLink = ({line, args: [one = '', other = '', cost = '1']}: Statement, names: Names): Link => {
	names.check(line, one, 'router');
	names.check(line, other, 'router');
	if (one === other) {
		throw new TopologyError(line, `a link joins two routers, and ${one} is one`);
	}

	return {one, other, cost: parseNumber(line, cost, 'cost'), line};
};

const parseHost = ({line, args: [name = '', lan = '']}: Statement, names: Names): Host => {
	names.check(line, lan, 'lan');
	return {name, lan, line};
};

const parseOutside = ({line, args: [network = '', router = '']}: Statement, names: Names): Outside => {
	names.check(line, router, 'router');
	const outside = parseNetworkAt(line, network);
	if (outside.prefix > 27) {
		throw new TopologyError(line, 'the outside needs a /27 or a larger network');
	}

	return {network: outside, router};
};

const parseDenial = ({line, args: [from = '', to = '', refusal = 'prohibited']}: Statement, names: Names): Denial => {
	for (const end of [from, to].filter(name => name !== outsideName)) {
		names.check(line, end, 'lan', 'host');
	}

	if (!isRefusal(refusal)) {
		throw new TopologyError(line, `write ${forms.deny}`);
	}

	return {from, to, refusal};
};

const checkLinks = (links: readonly Link[]) => {
	const pairs = new Map<string, number>();
	for (const {one, other, line} of links) {
		const pair = [one, other].toSorted().join(' ');
		const earlier = pairs.get(pair);
		if (earlier !== undefined) {
			throw new TopologyError(line, `${one} and ${other} are linked already (line ${earlier})`);
		}

		pairs.set(pair, line);
	}
};

/** Returns the topology that the text describes. Throws a `TopologyError` at the first mistake. */
export const parseTopology = (text: string): Topology => {
	const statements = readStatements(text);
	const names = createNames();
	for (const statement of statements) {
		checkForm(statement);
		const {line, word, args} = statement;
		const named = word === 'router' ? args : ['lan', 'host'].includes(word) ? args.slice(0, 1) : [];
		for (const name of named) {
			names.add(line, word, name);
		}
	}

	const of = (word: string) => statements.filter(statement => statement.word === word);
	const parseAll = <T>(word: string, parse: (statement: Statement, names: Names) => T): T[] =>
		of(word).map(statement => parse(statement, names));
	const single = (word: string): Statement | undefined => {
		const [first, second] = of(word);
		if (second) {
			throw new TopologyError(second.line, `there is a second ${word}; the first is in line ${first?.line}`);
		}

		return first;
	};

	const pool = single('pool');
	if (!pool) {
		throw new TopologyError(1, 'there is no pool: write pool NETWORK');
	}

	const poolNetwork = {...parseNetworkAt(pool.line, pool.args[0] ?? ''), line: pool.line};
	const outside = single('outside');
	const provider = outside && parseOutside(outside, names);
	if (outside && provider && overlaps(provider.network, poolNetwork)) {
		throw new TopologyError(outside.line, `the outside overlaps the pool ${formatNetwork(poolNetwork)}`);
	}

	const links = parseAll('link', parseLink);
	checkLinks(links);
	return {
		pool: poolNetwork,
		routers: of('router').flatMap(({args}) => args),
		lans: parseAll('lan', parseLan),
		links,
		hosts: parseAll('host', parseHost),
		outside: provider,
		denials: parseAll('deny', parseDenial),
	};
};

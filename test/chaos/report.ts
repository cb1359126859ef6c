import type {ChaosResult} from './chaos.ts';
import type {ViolationKind} from './checker.ts';
import type {Fate} from './history.ts';
import type {ChaosOptions} from './plan.ts';

/** How many violations are printed. */
const evidence = 12;

/** The command that does the same again. */
export const commandOf = ({seed, seconds, messages, joins, kills, joinKills, cuts}: ChaosOptions): string =>
	`npm run chaos -- --seed ${seed} --seconds ${seconds} --messages ${messages} --joins ${joins} --kills ${kills} --join-kills ${joinKills} --cuts ${cuts}`;

/** The figures of a run, and the evidence where something was wrong. */
export const describeRun = (options: ChaosOptions, result: ChaosResult): string => {
	const {violations, history, hostKills, joinKills, slowestRecovery, drainTime, folder} = result;
	const said = history.members.flatMap(member => member.said);
	const fated = (fate: Fate) => said.filter(line => line.fate === fate).length;
	const found = (...kinds: readonly ViolationKind[]) => violations.filter(({kind}) => kinds.includes(kind)).length;
	const shown = history.members.flatMap(({incarnations}) => incarnations).reduce((sum, {seen}) => sum + seen.length, 0);
	const figures: ReadonlyArray<readonly [string, number | string]> = [
		['posts', said.length],
		['acked', fated('acked')],
		['kept by a killed join', fated('kept')],
		['maybe', fated('maybe')],
		['in the log', history.log.length],
		['shown', shown],
		['cuts', options.cuts],
		['host kills', hostKills],
		['join kills', joinKills],
		['lost', found('lost')],
		['doubled', found('doubled')],
		['reordered', found('reordered')],
		['disagreeing', found('disagreeing')],
		['gaps', found('gap')],
		['unacknowledged', found('unacknowledged')],
		['foreign', found('foreign')],
		['complaints', found('complaint')],
		['slowest recovery', `${(slowestRecovery / 1000).toFixed(1)} s`],
		['drained in', `${(drainTime / 1000).toFixed(1)} s`],
		['seed', options.seed],
	];
	const lines = figures.map(([name, figure]) => `${name.padEnd(22)}${figure}`);
	if (violations.length > 0) {
		lines.push(
			'',
			...violations.slice(0, evidence).map(({kind, detail}) => `${kind}: ${detail}`),
			...(violations.length > evidence ? [`and ${violations.length - evidence} more`] : []),
			`The programs' homes: ${folder}`,
			`Again: ${commandOf(options)}`,
		);
	}

	return lines.join('\n');
};

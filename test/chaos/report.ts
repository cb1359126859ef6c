import type {ChaosResult} from './chaos.ts';
import type {ViolationKind} from '../model/checker.ts';
import type {Outcome} from '../model/history.ts';
import type {ChaosOptions} from './plan.ts';

/** How many violations are printed. */
const evidence = 12;

/** The command that does the same again. */
export const formatCommand = ({seed, seconds, messages, clients, kills, clientKills, cuts}: ChaosOptions): string =>
	`npm run chaos -- --seed ${seed} --seconds ${seconds} --messages ${messages} --joins ${clients} --kills ${kills} --join-kills ${clientKills} --cuts ${cuts}`;

/** The figures of a run, and the evidence where something was wrong. */
export const describeRun = (options: ChaosOptions, result: ChaosResult): string => {
	const {violations, history, hostKills, clientKills, slowestRecovery, drainTime, folder} = result;
	const said = history.members.flatMap(member => member.operations);
	const fated = (fate: Outcome) => said.filter(line => line.outcome === fate).length;
	const found = (...kinds: readonly ViolationKind[]) => violations.filter(({kind}) => kinds.includes(kind)).length;
	const shown = history.members
		.flatMap(({processes: incarnations}) => incarnations)
		.reduce((sum, {seen}) => sum + seen.length, 0);
	const figures: ReadonlyArray<readonly [string, number | string]> = [
		['posts', said.length],
		['acked', fated('acked')],
		['kept by a killed client', fated('kept')],
		['maybe', fated('maybe')],
		['in the log', history.log.length],
		['shown', shown],
		['cuts', options.cuts],
		['host kills', hostKills],
		['client kills', clientKills],
		['lost', found('lost')],
		['duplicated', found('duplicated')],
		['reordered', found('reordered')],
		['conflicting', found('conflicting')],
		['gaps', found('gap')],
		['unacknowledged', found('unacknowledged')],
		['unexpected', found('unexpected')],
		['errors', found('error')],
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
			`Again: ${formatCommand(options)}`,
		);
	}

	return lines.join('\n');
};

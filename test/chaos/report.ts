import type {ViolationKind} from '../model/checker.ts';
import type {Outcome} from '../model/history.ts';
import type {ChaosResult} from './chaos.ts';
import type {ChaosOptions} from './plan.ts';

/** The maximum number of violations to print. */
const maximumPrinted = 12;

/** Returns the command that repeats a run. */
export const formatCommand = ({seed, seconds, messages, clients, kills, clientKills, cuts}: ChaosOptions): string =>
	`npm run chaos -- --seed ${seed} --seconds ${seconds} --messages ${messages} --joins ${clients} --kills ${kills} --join-kills ${clientKills} --cuts ${cuts}`;

/** Returns the figures of a run, and its violations. */
export const describeRun = (options: ChaosOptions, result: ChaosResult): string => {
	const {violations, history, hostKills, clientKills, slowestRecovery, drainTime, folder} = result;
	const operations = history.members.flatMap(member => member.operations);
	const countOutcome = (outcome: Outcome) => operations.filter(line => line.outcome === outcome).length;
	const countViolations = (...kinds: readonly ViolationKind[]) =>
		violations.filter(({kind}) => kinds.includes(kind)).length;
	const shown = history.members
		.flatMap(({processes: incarnations}) => incarnations)
		.reduce((sum, {seen}) => sum + seen.length, 0);
	const figures: ReadonlyArray<readonly [string, number | string]> = [
		['posts', operations.length],
		['acked', countOutcome('acked')],
		['kept in an outbox', countOutcome('kept')],
		['maybe', countOutcome('maybe')],
		['in the log', history.log.length],
		['shown', shown],
		['cuts', options.cuts],
		['host kills', hostKills],
		['client kills', clientKills],
		['lost', countViolations('lost')],
		['duplicated', countViolations('duplicated')],
		['reordered', countViolations('reordered')],
		['conflicting', countViolations('conflicting')],
		['gaps', countViolations('gap')],
		['unacknowledged', countViolations('unacknowledged')],
		['unexpected', countViolations('unexpected')],
		['errors', countViolations('error')],
		['slowest recovery', `${(slowestRecovery / 1000).toFixed(1)} s`],
		['drained in', `${(drainTime / 1000).toFixed(1)} s`],
		['seed', options.seed],
	];
	const lines = figures.map(([name, figure]) => `${name.padEnd(22)}${figure}`);
	if (violations.length > 0) {
		lines.push(
			'',
			...violations.slice(0, maximumPrinted).map(({kind, detail}) => `${kind}: ${detail}`),
			...(violations.length > maximumPrinted ? [`and ${violations.length - maximumPrinted} more`] : []),
			`The programs' homes: ${folder}`,
			`Again: ${formatCommand(options)}`,
		);
	}

	return lines.join('\n');
};

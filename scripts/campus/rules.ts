/** Rules of the firewalls, while the campus is up. */
import {CampusError} from './campus-error.ts';
import {nftOn, type Campus} from './campus.ts';
import {checkingRouter, firewallScript} from './firewall.ts';
import {runAsOwner} from './network/namespace-owner.ts';
import {writeState} from './state.ts';
import type {Denial} from './topology.ts';

const findRouter = ({plan}: Campus, ends: Pick<Denial, 'from' | 'to'>): string => {
	try {
		return checkingRouter(plan, ends);
	} catch (error) {
		throw new CampusError(error instanceof Error ? error.message : String(error));
	}
};

const apply = (campus: Campus, router: string, denials: readonly Denial[]) => {
	runAsOwner(campus.owner, nftOn(campus, router, firewallScript(router, campus.plan, denials)));
	writeState({...campus.state, denials});
};

const isBetween =
	({from, to}: Pick<Denial, 'from' | 'to'>) =>
	(denial: Denial): boolean =>
		denial.from === from && denial.to === to;

const effects = {
	prohibited: 'answers "administratively prohibited" (ICMP) to',
	drop: 'drops, without an answer,',
	reset: 'answers with a reset (TCP) to',
};

/** Adds a rule, or changes the one between the same ends. Returns what to tell the user. */
export const deny = (campus: Campus, denial: Denial): string => {
	const router = findRouter(campus, denial);
	const others = campus.state.denials.filter(each => !isBetween(denial)(each));
	apply(campus, router, [...others, denial]);
	return `${router} ${effects[denial.refusal]} what ${denial.from} sends to ${denial.to}.`;
};

/** Removes the rule between these ends. Returns what to tell the user. */
export const allow = (campus: Campus, ends: Pick<Denial, 'from' | 'to'>): string => {
	const router = findRouter(campus, ends);
	const {denials} = campus.state;
	if (!denials.some(isBetween(ends))) {
		const rules = denials.map(({from, to, refusal}) => `${from} ${to} ${refusal}`).join(', ');
		throw new CampusError(`No rule is about ${ends.from} and ${ends.to}. There are: ${rules || 'none'}.`);
	}

	apply(
		campus,
		router,
		denials.filter(each => !isBetween(ends)(each)),
	);
	return `${router} passes on what ${ends.from} sends to ${ends.to}.`;
};

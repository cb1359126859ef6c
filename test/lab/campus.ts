/** The campus for one block of the guide: a terminal called after a node is on that node. */
import {symlinkSync} from 'node:fs';
import path from 'node:path';
import {nodesOf} from '../../scripts/campus/build-campus.ts';
import {parseTopology} from '../../scripts/campus/parse-topology.ts';
import {planCampus} from '../../scripts/campus/plan.ts';
import {campusTopology, newCampusName, openTestCampus} from '../helpers/campus.ts';
import type {Cleanup} from '../helpers/line-process.ts';
import {commandFor} from '../helpers/type-script.ts';
import type {Block} from './parse-guide.ts';

const root = path.resolve(import.meta.dirname, '../..');
const nodes = nodesOf(planCampus(parseTopology(campusTopology())));

/** Returns the node of a terminal: `cs1_look` is a second terminal on cs1. */
const nodeOf = (terminal: string): string | undefined => nodes.find(node => node === terminal.split('_')[0]);

const inFolder = ['sh', '-c', `cd "$1" && eval "$2"`, 'sh'];

/** Brings the campus up if the block has a terminal on it. */
export const openCampusComputer = async (t: Cleanup, {steps}: Block, folder: string) => {
	symlinkSync(path.join(root, 'scripts'), path.join(folder, 'scripts'));
	const isNeeded = steps.some(({terminal}) => nodeOf(terminal) !== undefined);
	const campus = isNeeded ? await openTestCampus(t) : undefined;
	const command = [...commandFor(path.join(root, 'scripts/campus/run.ts')), '--name', campus?.name ?? newCampusName()];
	return {
		/** What `npm run campus --` runs. */
		campus: command,
		listens(port: number, terminal: string): boolean {
			const node = nodeOf(terminal);
			return (campus?.run(node ?? '', 'ss', '-Htln', `sport = :${port}`) ?? '') !== '';
		},
		wrap(text: string, terminal: string): string[] {
			const node = nodeOf(terminal);
			const inside = [...inFolder, folder, text];
			return campus && node
				? campus.wrap(node, ['env', `SOCKET_CHAT_HOME=${path.join(folder, `.home-${node}`)}`, ...inside])
				: inside;
		},
	};
};

/** The campus of scripts/campus/campus.topo, or another, for one test. */
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {openCampus, type Campus} from '../../scripts/campus/campus.ts';
import type {Command} from '../../scripts/campus/network/commands.ts';
import {onNode} from '../../scripts/campus/run-on-node.ts';
import {bringUp, takeDown} from '../../scripts/campus/up-down.ts';
import type {Cleanup} from './line-process.ts';
import {withoutNamespaces} from './network-namespace.ts';

export const campusFile = path.resolve(import.meta.dirname, '../../scripts/campus/campus.topo');
export const campusTopology = (): string => readFileSync(campusFile, 'utf8');

let lastNumber = 0;

/** A name that no other campus has: names of namespaces begin with it. */
export const newCampusName = (): string => `test${process.pid}x${++lastNumber}`;

/** For `{skip}`: `false`, or the sentence that says why there can be no campus. */
export const withoutCampus = (): string | false =>
	withoutNamespaces() || (spawnSync('nft', ['--version']).status !== 0 && 'needs nft (the package nftables)');

/** Brings it up, and takes it down after the test. */
export const openTestCampus = async (t: Cleanup, topology = campusTopology()) => {
	const name = newCampusName();
	t?.after(async () => takeDown(name));
	const sentences = await bringUp(name, campusFile, topology);
	return {
		name,
		sentences,
		/** The campus as it is now: its state changes with the rules of its firewalls. */
		now: (): Campus => openCampus(name),
		/** The command, on this node. It keeps its pid, so a signal reaches it. */
		wrap: (node: string, command: Command): string[] => onNode(openCampus(name), node, command),
		/** Runs the command to its end, and returns its standard output. */
		run(node: string, ...command: readonly string[]): string {
			const [file = '', ...args] = onNode(openCampus(name), node, command);
			return spawnSync(file, args, {encoding: 'utf8'}).stdout;
		},
	};
};

export type TestCampus = Awaited<ReturnType<typeof openTestCampus>>;

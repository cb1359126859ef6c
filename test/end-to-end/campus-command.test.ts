import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {suite, test} from 'node:test';
import {describeProcess, campusFolder, readState, writeState} from '../../scripts/campus/state.ts';
import {newCampusName, withoutCampus} from '../helpers/campus.ts';
import {startProcess} from '../helpers/line-process.ts';
import {commandFor} from '../helpers/type-script.ts';

const command = commandFor(path.resolve(import.meta.dirname, '../../scripts/campus/run.ts'));

/** Runs `npm run campus -- --name NAME …` to its end. */
const campus = (name: string, ...args: readonly string[]) => {
	const [file = '', ...rest] = [...command, '--name', name, ...args];
	const {status, stdout, stderr} = spawnSync(file, rest, {encoding: 'utf8'});
	return {status, output: stdout, errors: stderr};
};

suite('the campus command', {skip: withoutCampus(), timeout: 150_000}, () => {
	test('up makes the campus, says what is there, and mends what is not whole; down leaves nothing behind', async t => {
		const name = newCampusName();
		t.after(() => campus(name, 'down'));
		assert.match(campus(name, 'exec', 'cs1', 'true').errors, /is not up\. To bring it up: npm run campus -- up/);
		const up = campus(name, 'up');
		assert.equal(up.status, 0, up.errors);
		assert.match(up.output, /is up, .+, in \d+\.\d s: 20 namespaces: 4 routers, 7 switches, 8 hosts, the outside\.\n$/);
		assert.match(campus(name, 'up').output, /is up: 20 namespaces: .+ Nothing is done\.\n$/);

		const state = readState(name);
		assert.ok(state);
		writeState({...state, topology: `${state.topology}# another`});
		assert.match(campus(name, 'up').errors, /Take it down first/);
		writeState({...state, isComplete: false, maker: describeProcess(process.pid)});
		assert.match(campus(name, 'up').errors, /is being made by process \d+/);
		// As if `up` had been killed before its end.
		writeState({...state, isComplete: false, maker: {pid: process.pid, startTime: 'another'}});
		const again = campus(name, 'up');
		assert.match(again.output, /^Removed a campus .+ that was not whole\.\nThe campus .+ is up, /, again.errors);

		const where = campus(
			name,
			'exec',
			'cs1',
			'sh',
			'-c',
			'hostname; pwd; getent hosts room; basename $SOCKET_CHAT_HOME; exit 7',
		);
		assert.deepEqual([where.status, where.output], [7, `cs1\n${process.cwd()}\n10.20.4.226     room\ncs1\n`]);
		assert.match(campus(name, 'exec', 'cs9').errors, /There is no cs9 in the campus\. There are core, academic/);

		const lost = campus(name, 'link', 'core', 'dorms', 'down', 'static');
		assert.equal(lost.output, 'core–dorms loses every packet. No route changed.\n');
		campus(name, 'deny', 'cs', 'ee', 'drop');
		assert.deepEqual(campus(name, 'status').output.split('\n').slice(1, -1), [
			'link core–academic up',
			'link core–office up',
			'link core–dorms lossy',
			'link academic–office up',
			'deny guest admin prohibited',
			'deny cs ee drop',
		]);

		const program = startProcess(t, [...command, '--name', name, 'exec', 'hos1', 'sh', '-c', 'echo ready; sleep 600']);
		await program.waitForLine('ready');
		const namespace = `/run/netns/${name}-core`;
		const keeper = readState(name)?.keeper;
		const file = keeper ? `/proc/${keeper.pid}/root${namespace}` : namespace;
		assert.ok(existsSync(file));
		assert.match(campus(name, 'down').output, /is gone\. Programs ended there: \d\.\n$/);
		await program.exited;
		assert.equal(existsSync(file), false);
		assert.equal(existsSync(campusFolder(name)), false);
		assert.equal(campus(name, 'down').output, `There is no campus "${name}".\n`);
	});

	test('a mistake in the file is named with its line, and a wrong command has the exit code 2', () => {
		const wrong = path.resolve(import.meta.dirname, '../fixtures/wrong.topo');
		const plan = campus('campus', '--file', wrong, 'plan');
		assert.equal(plan.status, 1);
		assert.match(plan.errors, /wrong\.topo:3: there is no router called library\n$/);
		assert.equal(campus('campus', 'fly').status, 2);
		assert.equal(campus('campus', 'link', 'core').status, 2);
		assert.match(campus('campus', 'help').output, /^A campus of network namespaces/);
	});
});

import assert from 'node:assert/strict';
import process from 'node:process';
import {suite, test} from 'node:test';
import {startProcess} from '../../helpers/line-process.ts';
import {node} from '../../helpers/terminal-scripts.ts';

suite('a program on pipes', () => {
	test('is read line by line, and its last line counts when it has ended', async t => {
		const program = startProcess(t, [
			'bash',
			'-c',
			'read a; echo "got $a"; echo oops >&2; read b; printf "then $b"; exit 4',
		]);
		program.say('one');
		assert.equal(await program.waitForLine(/^got/), 'got one');
		assert.equal(await program.waitForError('oops'), 'oops');
		program.say('two');
		assert.deepEqual(await program.exited, {code: 4, signal: undefined});
		assert.deepEqual(program.lines(), ['got one', 'then two']);
		assert.deepEqual(program.errors(), ['oops']);
		await assert.rejects(program.waitForLine('three'), /^Error: bash ended \(4\): no three from[^]*then two[^]*oops/);
	});

	test('has events if it writes JSON', async t => {
		const program = startProcess(
			t,
			node(
				`console.log('{"type":"log","verb":"listen","port":5000}'); process.stdin.on('data', () => console.log('{"type":"log","verb":"accept"}')).on('end', () => console.log('no JSON'))`,
			),
		);
		const {port} = await program.waitForEvent(({verb}) => verb === 'listen');
		assert.equal(port, 5000);
		program.stdin.write('x');
		await program.waitForEvent(({type}) => type === 'log', {from: 1});
		assert.equal(program.events().length, 2);
		program.end();
		await program.exited;
		assert.throws(() => program.events(), /Not a JSON object on standard output: "no JSON"/);
	});

	test('that cannot be started says so', async t => {
		const program = startProcess(t, ['/nowhere/program']);
		await assert.rejects(program.waitForLine('x'), /could not be started/);
		await assert.rejects(program.exited, /ENOENT/);
	});

	test('is killed when it is closed, alone', async () => {
		const program = startProcess(undefined, ['bash', '-c', 'trap "" TERM; sleep 30 & echo $!; wait']);
		const sleeper = Number(await program.waitForLine(/\d/));
		await program.close();
		process.kill(sleeper, 'SIGKILL');
	});
});

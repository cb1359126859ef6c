/**
Holds a short chat with the program that was installed from its tarball: `packed.ts
path/to/socket-chat`.
*/
import assert from 'node:assert/strict';
import process from 'node:process';
import {startProcess} from './helpers/line-process.ts';

const program = process.argv[2];
assert.ok(program, 'Say which program.');

const host = startProcess(undefined, [
	program,
	'host',
	'--listen',
	'127.0.0.1',
	'--port',
	'0',
	'--name',
	'alice',
	'--json',
]);
const listen = await host.waitForEvent(event => event.verb === 'listen');
const join = startProcess(undefined, [program, 'join', `127.0.0.1:${String(listen.port)}`, '--name', 'bob']);
join.say('hello from the tarball');
await host.waitForEvent(event => event.text === 'hello from the tarball');
host.say('hello back');
await join.waitForLine('alice: hello back');
join.say('bye');
assert.equal((await join.exited).code, 0);
host.say('bye');
assert.equal((await host.exited).code, 0);
console.log('The installed tarball has held a chat.');

/** Many clients that pipe many lines at once: nobody is kept out, and nothing is lost. */
import assert from 'node:assert/strict';
import test from 'node:test';
import {joinCommand, runWith, startHost, textsOf} from '../helpers/program.ts';
import {until} from '../helpers/until.ts';

const clients = 12;
const lines = 600;
const numbers = Array.from({length: lines}, (_, line) => line);

test('many clients that pipe lines at once all get in, and all that they say is said in order', async t => {
	const {host, port} = await startHost(t);
	const runs = await Promise.all(
		Array.from({length: clients}, async (_, client) =>
			runWith(t, numbers.map(line => `${client} ${line}\n`).join(''), joinCommand(port, '--name', `client-${client}`)),
		),
	);
	assert.deepEqual(
		runs.map(({code}) => code),
		runs.map(() => 0),
	);
	await until(() => textsOf(host).length >= clients * lines, {every: 500, timeout: 60_000});
	const texts = textsOf(host).map(String);
	for (let client = 0; client < clients; client++) {
		assert.deepEqual(
			texts.filter(text => text.startsWith(`${client} `)),
			numbers.map(line => `${client} ${line}`),
		);
	}
});

import assert from 'node:assert/strict';
import {constants} from 'node:os';
import test from 'node:test';
import {findIgnoredSignals, type StartEvidence} from '../../source/cli/ignored-signals.ts';

const createStatus = (name: string, ...ignored: readonly NodeJS.Signals[]): string => {
	const mask = ignored.reduce((sum, signal) => sum + 2n ** BigInt(constants.signals[signal] - 1), 0n);
	return `Name:\t${name}\nState:\tS (sleeping)\nSigBlk:\tffffffffffffffff\nSigIgn:\t${mask.toString(16).padStart(16, '0')}\n`;
};

const find = (evidence: Partial<StartEvidence>) => [
	...findIgnoredSignals({parentStatus: undefined, startedBy: undefined, isDetached: false, ...evidence}),
];

test('without any evidence no signal is ignored', () => {
	assert.deepEqual(find({}), []);
	assert.deepEqual(find({parentStatus: ''}), []);
	assert.deepEqual(find({parentStatus: createStatus('sh'), startedBy: '/usr/bin/node'}), []);
});

test('what a script ignores is ignored', () => {
	for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
		assert.deepEqual(find({parentStatus: createStatus('sh', signal)}), [signal]);
		assert.deepEqual(find({parentStatus: createStatus('bash', 'SIGQUIT', signal, 'SIGXFSZ')}), [signal]);
	}
});

test('what a parent ignores for itself alone is not ignored', () => {
	// An interactive bash or zsh.
	assert.deepEqual(
		find({parentStatus: createStatus('bash', 'SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU')}),
		[],
	);
	// A program within system().
	assert.deepEqual(find({parentStatus: createStatus('perl', 'SIGINT', 'SIGQUIT')}), []);
	// A login shell that was started to ignore SIGHUP, however, passes it on.
	assert.deepEqual(find({parentStatus: createStatus('-bash', 'SIGHUP', 'SIGTERM', 'SIGTSTP')}), ['SIGHUP']);
});

test('nohup ignores SIGHUP, and so does a program with neither input nor a terminal', () => {
	assert.deepEqual(find({startedBy: '/usr/bin/nohup'}), ['SIGHUP']);
	assert.deepEqual(find({startedBy: '/usr/bin/nohup.sh'}), []);
	assert.deepEqual(find({isDetached: true}), ['SIGHUP']);
	assert.deepEqual(find({isDetached: true, parentStatus: createStatus('sh', 'SIGINT', 'SIGHUP')}), [
		'SIGINT',
		'SIGHUP',
	]);
});

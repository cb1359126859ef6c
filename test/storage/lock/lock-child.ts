/**
Takes locks in a process of its own. Answers each line `lock <path>` or `release` on standard input
with one line: the result.
*/
import process from 'node:process';
import {createInterface} from 'node:readline';
import {LockedError, lockRoom, type Lock} from '../../../source/storage/lock/lock.ts';

let lock: Lock | undefined;
console.log('ready');
for await (const line of createInterface({input: process.stdin})) {
	if (line === 'release') {
		await lock?.release();
		console.log('released');
		continue;
	}

	try {
		lock = await lockRoom(line.replace(/^lock /, ''));
		console.log('won');
	} catch (error) {
		console.log(error instanceof LockedError ? 'locked' : String(error));
	}
}

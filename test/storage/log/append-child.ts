/**
Appends to the log that it is given, one message a commit, until that fails: says each message that
is durable, then the error's code.
*/
import process from 'node:process';
import {openDiskLog, type DiskLog} from '../../../source/storage/log/disk-log.ts';
import {messageAt} from '../messages.ts';

const [file = '', size = '0'] = process.argv.slice(2);
const post = (log: DiskLog) => {
	log.append(messageAt(log.head + 1, 'x'.repeat(Number(size))));
};

try {
	const log = await openDiskLog(file, {createId: () => 'room-1'});
	log.onDurable(() => {
		console.log(`durable ${log.head}`);
		post(log);
	});
	log.onFailure(code => {
		console.log(`failed ${code}`);
	});
	post(log);
} catch (error) {
	console.log(`could not open: ${(error as NodeJS.ErrnoException).code}`);
}

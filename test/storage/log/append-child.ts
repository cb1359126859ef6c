/**
Appends to a log, one message per commit, until that fails. Prints a line for each durable message,
then the code of the error.
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

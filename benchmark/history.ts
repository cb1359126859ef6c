/** Rooms with a long history, written as the program writes them. */
import {randomBytes} from 'node:crypto';
import path from 'node:path';
import {createSid, deriveMemberId} from '../source/room/identity.ts';
import {openDiskLog} from '../source/storage/log/disk-log.ts';
import {resolveRoomFolder} from '../source/storage/files/state-folder.ts';

const words =
	'the link is back and nothing was lost so we can go on with what we said about the next release of it'.split(' ');

/** Returns the text of a message: 20 to 100 characters, always the same for a number. */
export const createText = (number: number): string => {
	const length = 5 + ((number * 7) % 15);
	return Array.from({length}, (_, index) => words[(number + index * 3) % words.length]).join(' ');
};

/**
Writes `count` messages by three authors into the room "main" of a state folder. Returns the file.
*/
export const fillRoom = async (home: string, count: number, textOf = createText): Promise<string> => {
	const file = path.join(resolveRoomFolder(home, 'main'), 'log');
	const log = await openDiskLog(file, {
		createId: () => randomBytes(8).toString('hex'),
	});
	const people = ['bob', 'carol', 'dave'].map(from => ({from, id: deriveMemberId(createSid(randomBytes))}));
	const start = Date.now() - count * 1000;
	for (let seq = 1; seq <= count; seq++) {
		const person = people[(seq - 1) % people.length];
		if (person) {
			log.append({
				...person,
				seq,
				n: Math.floor((seq - 1) / people.length) + 1,
				ts: start + seq * 1000,
				text: textOf(seq),
			});
		}
	}

	await log.close();
	return file;
};

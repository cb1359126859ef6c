import type {FoldedLog} from './types.ts';

export const emptyLog: FoldedLog = {
	lastKey: 0,
	lastCall: 0,
	calls: [],
	data: [],
	sockets: [],
	loose: [],
	retries: [],
	lastConnected: 0,
};

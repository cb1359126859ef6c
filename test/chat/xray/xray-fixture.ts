import type {KernelReading, StepCall, TransferCall, XrayConnection} from '../../../source/chat/xray/types.ts';

export const start = Date.UTC(2026, 10, 23, 10, 0, 0);

const text = new TextEncoder();

/** A call of a plain connection. `through`: all bytes of its direction up to its end. */
export const createTransfer = (
	kind: 'send' | 'recv',
	content: string,
	more: Partial<TransferCall> & {readonly key: number},
): TransferCall => {
	const head = text.encode(content);
	return {
		kind,
		at: start + more.key * 1000,
		bytes: head.length,
		kept: {head: head.subarray(0, 256), masked: []},
		...more,
	};
};

export const createStep = (verb: StepCall['verb'], key: number): StepCall => ({
	kind: 'step',
	key,
	at: start + key * 1000,
	verb,
});

export const createReading = (
	view: Partial<KernelReading['view']>,
	payload: Partial<KernelReading['payload']> = {},
): KernelReading => ({
	view: {source: 'ss', state: 'ESTABLISHED', ...view},
	payload: {acknowledged: undefined, unacknowledged: undefined, received: undefined, waiting: undefined, ...payload},
	at: start + 10_000,
});

export const createConnection = (more: Partial<XrayConnection> = {}): XrayConnection => ({
	number: 3,
	isDialled: false,
	isSecure: false,
	local: '127.0.0.1:5000',
	remote: '127.0.0.1:54476',
	isLoopback: true,
	openedAt: start,
	calls: [],
	recordedSince: start,
	recvCalls: 0,
	bytesSent: 0,
	bytesReceived: 0,
	queued: 0,
	kernel: undefined,
	counts: more.kernel,
	isKernelMute: false,
	...more,
});

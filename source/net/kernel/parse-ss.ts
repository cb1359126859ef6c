import {isSameConnection, parseEndpoint} from './connection-ends.ts';
import {tcpStates, type ConnectionEnds, type KernelView, type TcpState} from './kernel-view.ts';

/** The states that ss names otherwise than RFC 9293. */
const otherNames: ReadonlyMap<string, TcpState> = new Map([
	['ESTAB', 'ESTABLISHED'],
	['SYN-RECV', 'SYN-RCVD'],
	['UNCONN', 'CLOSED'],
]);

const parseState = (word: string): TcpState | undefined =>
	tcpStates.find(state => state === word) ?? otherNames.get(word);

/** Returns the arguments with which ss prints one connection on one line, without root. */
export const listSsArguments = ({local, remote}: ConnectionEnds): readonly string[] => [
	// A stands for all states, TIME-WAIT included; o for timers, O for one line each.
	'-tainoOHm',
	`sport = :${local.port} and dport = :${remote.port}`,
];

/** Returns the counters `name:value` of a line; a value in brackets is left out. */
const parseCounters = (text: string): ReadonlyMap<string, string> =>
	new Map(
		[...text.matchAll(/(?:^| )(?<name>[a-z_]+):(?<value>[\d.]\S*)/g)].map(({groups}) => [
			groups?.name ?? '',
			groups?.value ?? '',
		]),
	);

const parseNumber = (text: string | undefined): number | undefined => {
	const value = Number.parseFloat(text ?? '');
	return Number.isNaN(value) ? undefined : value;
};

const parseLine = (line: string, ends: ConnectionEnds): KernelView | undefined => {
	const [word = '', receiveQueue, sendQueue, localText = '', remoteText = '', ...rest] = line.trim().split(/\s+/);
	const state = parseState(word);
	const local = parseEndpoint(localText);
	const remote = parseEndpoint(remoteText);
	if (!state || !local || !remote || !isSameConnection({local, remote}, ends)) {
		return undefined;
	}

	const text = rest.join(' ');
	const counters = parseCounters(text);
	const {kind, left} = /timer:\((?<kind>\w+),(?<left>[^,)]+)/.exec(text)?.groups ?? {};
	// A connection in TIME-WAIT has no counters. Elsewhere ss leaves out those that are zero.
	const hasCounters = counters.has('rto') || counters.has('mss');
	const readCount = (name: string) => parseNumber(counters.get(name)) ?? (hasCounters ? 0 : undefined);
	// An old ss does not know the window at all. While it is zero, the kernel probes it.
	const window = parseNumber(counters.get('snd_wnd')) ?? (kind === 'persist' ? 0 : undefined);
	return {
		source: 'ss',
		state,
		receiveQueue: parseNumber(receiveQueue),
		sendQueue: parseNumber(sendQueue),
		unsent: readCount('notsent'),
		acknowledged: readCount('bytes_acked'),
		received: readCount('bytes_received'),
		segmentsIn: readCount('segs_in'),
		segmentsOut: readCount('segs_out'),
		dataSegmentsIn: readCount('data_segs_in'),
		dataSegmentsOut: readCount('data_segs_out'),
		// `retrans:1/3`: one is on its way, three were sent again in all.
		retransmits: hasCounters ? (parseNumber(counters.get('retrans')?.split('/')[1]) ?? 0) : undefined,
		rtt: parseNumber(counters.get('rtt')),
		rto: parseNumber(counters.get('rto')),
		mss: parseNumber(counters.get('mss')),
		congestionWindow: parseNumber(counters.get('cwnd')),
		sendWindow: window,
		timer: kind === undefined ? undefined : `${kind} ${left ?? ''}`.trim(),
	};
};

/** Parses what ss has printed. `CLOSED` if the connection is not in it. */
export const parseSs = (text: string, ends: ConnectionEnds): KernelView => {
	for (const line of text.split('\n')) {
		const view = parseLine(line, ends);
		if (view) {
			return view;
		}
	}

	return {source: 'ss', state: 'CLOSED'};
};

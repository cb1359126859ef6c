import assert from 'node:assert/strict';
import test from 'node:test';
import type {XrayConnection} from '../../../source/chat/xray/types.ts';
import {measureRow, type Row} from '../../../source/screen/primitives/rows.ts';
import {layoutHex} from '../../../source/screen/xray/hex-rows.ts';
import {moveSelection} from '../../../source/screen/xray/xray-position.ts';
import {layoutXray, type XrayLayoutOptions} from '../../../source/screen/xray/xray-rows.ts';
import {createConnection, createReading, createStep, createTransfer, start} from '../../chat/xray/xray-fixture.ts';

const toText = (row: Row): string =>
	row
		.map(({text}) => text)
		.join('')
		.trimEnd();

const draw = (
	connection: XrayConnection,
	columns: number,
	rows: number,
	more: Partial<XrayLayoutOptions> = {},
): readonly string[] => {
	const drawn = layoutXray(
		{
			connection,
			name: 'nc-1',
			authorId: undefined,
			index: 0,
			count: 1,
			selected: undefined,
			unfolded: undefined,
			now: start + 10_300,
			...more,
		},
		{columns, rows},
	);
	assert.equal(drawn.length, rows);
	for (const row of drawn) {
		assert.ok(measureRow(row) <= columns, toText(row));
	}

	return drawn.map(row => toText(row));
};

const kernel = createReading(
	{rtt: 0.022, rto: 200, retransmits: 0, sendWindow: 65_536, mss: 32_768, dataSegmentsIn: 4},
	{acknowledged: 51, unacknowledged: 0, received: 9, waiting: 0},
);

const busy = createConnection({
	kernel,
	calls: [
		createStep('accept', 1),
		createTransfer('send', 'Hello\n', {key: 2, through: 51}),
		createTransfer('send', 'more', {key: 3, through: 55}),
		createTransfer('recv', 'threefour', {key: 4, through: 9, segments: {count: 2, calls: 1}}),
	],
	recvCalls: 1,
	bytesSent: 55,
	bytesReceived: 9,
});

test('80 columns show state, flow, times, calls and the bytes of the newest call', () => {
	const rows = draw(busy, 80, 21);
	const clock = (seconds: number) => `:0${seconds}.000`;
	assert.match(rows[0] ?? '', /^\[X-ray #3] {2}127\.0\.0\.1:5000 ⇄ 127\.0\.0\.1:54476 {2}accepted .*, open 10 s$/);
	assert.equal(rows[1], ' TCP [ESTABLISHED] k 0.3 s ago  they sent FIN: no  we sent FIN: no');
	assert.equal(rows[2], ' out  program 0 B ≈ → kernel 0 B not acknowledged → acknowledged 51 of 55 B k');
	assert.equal(rows[3], ' in   kernel 0 B waiting → recv() 1 call, 9 B in 4 segments k');
	assert.equal(rows[4], ' time RTT 0.022 ms  RTO 200 ms  retransmitted 0  window there 65,536 B k');
	assert.equal(rows[5], ' loopback: MSS 32–64 KiB, RTT of µs: not like a network');
	const calls = rows.slice(7, 11).map(row => row.replace(/\d\d:\d\d/, ''));
	assert.deepEqual(calls, [
		` ${clock(1)}     accept()`,
		String.raw` ${clock(2)} ──→ send()      6 B acked k          "Hello\n"`,
		` ${clock(3)} ──→ send()      4 B taken ≈          "more"`,
		`›${clock(4)} ←── recv()      9 B 2 segments k     "threefour"`,
	]);
	assert.match(rows[17] ?? '', /^── recv\(\) 9 B ─+$/);
	assert.equal(rows[18], ' 0000  74 68 72 65 65 66 6f 75 72                       threefour');
});

test('120 columns show the chain of states, the first bytes as hex, and six rows of the dump', () => {
	const rows = draw(busy, 120, 37);
	assert.equal(rows[1], ' LISTEN ── SYN-RCVD ── [ESTABLISHED] ── CLOSE-WAIT ── LAST-ACK ── CLOSED  k 0.3 s ago');
	assert.match(rows[10] ?? '', / 74 68 72 65 65 66 6f 75 "threefour"$/);
	assert.match(rows[30] ?? '', /^── recv\(\) 9 B ─+$/);
	const closing = createConnection({isDialled: true, kernel: createReading({state: 'TIME-WAIT'})});
	assert.match(
		draw(closing, 120, 37)[1] ?? '',
		/^ SYN-SENT ── ESTABLISHED ── FIN-WAIT-1 ── FIN-WAIT-2 ── \[TIME-WAIT] ── CLOSED/,
	);
});

test('60 columns have a strip of three rows; less has state and the newest calls', () => {
	const rows = draw(busy, 60, 20);
	assert.equal(rows[0], '#3 [ESTABLISHED] k 127.0.0.1:54476');
	assert.match(rows[1] ?? '', /^ out /);
	assert.match(rows[2] ?? '', /^ in /);
	const small = draw(busy, 40, 3);
	assert.equal(small[0], '#3 [ESTABLISHED] k 127.0.0.1:54476');
	assert.match(small[2] ?? '', /^›.*← {6}9 B 2 segments k "thr/);
});

test('without the kernel, states are marked ≈ and unknown values ?', () => {
	const rows = draw(createConnection({ownFinAt: start, isKernelMute: true}), 80, 21);
	assert.equal(rows[1], ' TCP [FIN-WAIT-1 or FIN-WAIT-2] ≈ own calls  they sent FIN: no  we sent FIN: yes');
	assert.equal(rows[2], ' out  program 0 B ≈ → kernel ? B not acknowledged → acknowledged ? of 0 B ?');
	assert.match(rows[4] ?? '', /RTT \? ms.*retransmitted \? {2}window there \? B \?$/);
});

test('what the kernel said more than 3 s ago is quiet, and a closed window is trouble', () => {
	const findTone = (now: number) =>
		layoutXray(
			{
				connection: createConnection({kernel: createReading({sendWindow: 0})}),
				name: undefined,
				authorId: undefined,
				index: 0,
				count: 1,
				selected: undefined,
				unfolded: undefined,
				now,
			},
			{columns: 80, rows: 21},
		)[4]?.find(({text}) => text.includes('window there 0 B'))?.tone;
	assert.equal(findTone(start + 12_900), 'trouble');
	assert.equal(findTone(start + 13_100), 'quiet');
});

test('Enter unfolds the parts of a TLS record, whose bytes add up', () => {
	const call = createTransfer('send', '{"type":"post","n":1,"text":"hi"}\n', {key: 1, through: 300, wireBytes: 56});
	const secure = createConnection({
		isSecure: true,
		calls: [{...call, kept: {...call.kept, frames: [{type: 'post', n: 1}]}}],
	});
	const rows = draw(secure, 80, 21, {unfolded: 1}).slice(7, 12);
	assert.match(rows[0] ?? '', /post 34 B → record 56 B$/);
	assert.deepEqual(
		rows.slice(1).map(row => /^ {6}(\w+ \d+ B)/.exec(row)?.[1]),
		['header 5 B', 'frame 34 B', 'type 1 B', 'tag 16 B'],
	);
});

test('the calls scroll so that the selected one is in view', () => {
	const calls = Array.from({length: 60}, (_, index) =>
		createTransfer('send', `line ${index + 1}`, {key: index + 1, through: 1}),
	);
	const many = createConnection({calls});
	assert.ok(draw(many, 80, 21).some(row => row.startsWith('›') && row.endsWith('"line 60"')));
	assert.ok(draw(many, 80, 21, {selected: 5}).some(row => row.startsWith('›') && row.endsWith('"line 5"')));
	const keys = calls.map(({key}) => key);
	const newest = {number: 3, selected: undefined, unfolded: undefined};
	assert.equal(moveSelection(newest, keys, -1).selected, 59);
	assert.equal(moveSelection({...newest, selected: 59}, keys, 1).selected, undefined);
	assert.equal(moveSelection(newest, keys, -Infinity).selected, 1);
});

test('bytes that are not shown are dots in the dump', () => {
	const kept = {head: new TextEncoder().encode('abcdef'), masked: [{start: 2, end: 4}]};
	assert.equal(
		toText(layoutHex(kept, 80, 1)[0] ?? []),
		' 0000  61 62 ·· ·· 65 66                                ab··ef',
	);
});

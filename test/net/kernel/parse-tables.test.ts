import assert from 'node:assert/strict';
import test from 'node:test';
import {parseNetstat} from '../../../source/net/kernel/parse-netstat.ts';
import {parseProc} from '../../../source/net/kernel/parse-proc.ts';
import {endsOf} from './ss-lines.ts';

const host = '127.0.0.1';
const head =
	'  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ';

const table = [
	head,
	'   0: 0100007F:D119 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 19396 2 00000000b59a769a 100 0 0 10 0                     ',
	'   1: 0100007F:84C5 0100007F:AB22 08 00000000:00000000 00:00000000 00000000     0        0 18196 1 0000000076f5fa2a 20 4 28 11 -1                    ',
	'   2: 0100007F:AB22 0100007F:84C5 01 00000000:000003E8 00:00000000 00000000     0        0 18195 2 000000009426ab06 20 4 32 11 -1                    ',
	'   3: 0100007F:8FA6 0100007F:9C55 01 0039B600:00000000 04:00000043 00000000     0        1 18304 2 00000000734e66ab 20 0 0 16 -1                     ',
	'   4: 0100007F:AFD8 0100007F:D119 02 00000001:00000000 01:00000046 00000001     0        0 19398 2 00000000788aa236 100 0 0 1 -1                     ',
	'   5: 0100007F:AB23 0100007F:84C5 06 00000000:00000000 03:00001761 00000000     0        0 0 3 00000000f35b8861                                      ',
].join('\n');

const table6 = [
	head,
	'   1: 00000000000000000000000001000000:943C 00000000000000000000000001000000:DDD5 01 00000000:000003E8 00:00000000 00000000     0        0 18960 2 000000006eca78e8 20 4 32 11 -1',
	'   2: 0000000000000000FFFF00000100007F:9C55 0000000000000000FFFF00000100007F:8FA6 01 00000000:0001F600 00:00000000 00000000     0        0 18305 1 00000000b8529fe9 20 8 0 10 -1',
].join('\n');

test('a row of /proc/net/tcp gives state, queues, timer and timeout', () => {
	assert.deepEqual(parseProc(table, endsOf(host, 0xab_22, 0x84_c5)), {
		source: 'proc',
		state: 'ESTABLISHED',
		sendQueue: 0,
		receiveQueue: 1000,
		rto: 200,
	});
	assert.equal(parseProc(table, endsOf(host, 0x84_c5, 0xab_22))?.state, 'CLOSE-WAIT');
	const stuck = parseProc(table, endsOf(host, 0x8f_a6, 0x9c_55));
	assert.deepEqual([stuck?.sendQueue, stuck?.timer], [0x39_b6_00, 'persist 0.7s']);
	const dialling = parseProc(table, endsOf(host, 0xaf_d8, 0xd1_19));
	assert.deepEqual([dialling?.state, dialling?.retransmits, dialling?.rto], ['SYN-SENT', 1, 1000]);
	const timeWait = parseProc(table, endsOf(host, 0xab_23, 0x84_c5));
	assert.deepEqual([timeWait?.state, timeWait?.timer, timeWait?.rto], ['TIME-WAIT', 'timewait 59.9s', undefined]);
	assert.equal(parseProc(table, endsOf(host, 1, 2)), undefined);
});

test('a row of /proc/net/tcp6 is found by an IPv6 address, and by an IPv4 address', () => {
	assert.equal(parseProc(table6, endsOf('::1', 0x94_3c, 0xdd_d5))?.receiveQueue, 1000);
	assert.equal(parseProc(table6, endsOf(host, 0x9c_55, 0x8f_a6))?.receiveQueue, 0x1_f6_00);
});

test('netstat of macOS gives state and queues', () => {
	const text = [
		'Active Internet connections (including servers)',
		'Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)     rhiwat shiwat    pid   epid  state    options',
		'tcp4       0     12  127.0.0.1.5000         127.0.0.1.50123        FIN_WAIT_2  408300 146988    352      0 0x0102 0x00000000',
		'tcp6       7      0  fe80::1%lo0.5000       fe80::1%lo0.50124      ESTABLISHED 408300 146988    352      0 0x0102 0x00000000',
		'tcp4       0      0  *.5000                 *.*                    LISTEN      131072 131072    352      0 0x0100 0x00000006',
	].join('\n');
	assert.deepEqual(parseNetstat(text, endsOf(host, 5000, 50_123)), {
		source: 'netstat',
		state: 'FIN-WAIT-2',
		receiveQueue: 0,
		sendQueue: 12,
	});
	assert.equal(parseNetstat(text, endsOf('fe80::1', 5000, 50_124)).receiveQueue, 7);
	assert.equal(parseNetstat(text, endsOf(host, 5000, 50_125)).state, 'CLOSED');
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {readInvitation} from '../../source/targets/invitation.ts';

const code = 'legal-winner-thank-year-wave';

test('an address is read from the command that a host shows, whatever stands around it', () => {
	for (const [text, address] of [
		['192.168.1.20:5000', '192.168.1.20:5000'],
		[' "192.168.1.20:5000". ', '192.168.1.20:5000'],
		['socket-chat join 192.168.1.20:5000', '192.168.1.20:5000'],
		['$ npx socket-chat join “192.168.1.20:5000”.', '192.168.1.20:5000'],
		['npx --yes ./socket-chat-0.1.0.tgz join 192.168.1.20:5000', '192.168.1.20:5000'],
		['socket-chat join --name bob [fe80::1%eth0]:5000', '[fe80::1%eth0]:5000'],
		['socket-chat join fd12:3456:789a::20', 'fd12:3456:789a::20'],
		['`socket-chat join my-host`', 'my-host'],
		['Join me at 10.0.0.7:5001!', '10.0.0.7:5001'],
		['localhost.', 'localhost.'],
		['my host', 'my host'],
		['npx socket-chat join', 'npx socket-chat join'],
		['', ''],
	] as const) {
		assert.deepEqual(readInvitation(text), {address, code: undefined}, text);
	}
});

test('AD: an address is read in every form in which chat programs hand it on', () => {
	for (const text of [
		'**10.0.0.7:5001**',
		'_10.0.0.7:5001_',
		'10.0.0.7:5001\u2026',
		'\u206810.0.0.7:5001\u2069',
		'\u200B10.0.0.7\u200B:5001',
		'\uFF11\uFF10.0.0.7\uFF1A5001',
		'10.0.0.7\u00A0:\u00A05001',
		'10.0.0.7 5001',
		'host 10.0.0.7, port 5001.',
		'http://10.0.0.7:5001/',
		'<http://10.0.0.7:5001/>',
		'[10.0.0.7:5001](http://10.0.0.7:5001)',
		'socket-chat join [10.0.0.7:5001](http://10.0.0.7:5001/)',
		'10:42 alice: 10.0.0.7:5001',
		'12:30:15 10.0.0.7:5001',
		'socket-chat join 10.0.0.7:5001 \\\n  --name bob',
	]) {
		assert.deepEqual(readInvitation(text), {address: '10.0.0.7:5001', code: undefined}, text);
	}

	for (const [text, address] of [
		['socket-chat join --name bob my-host', 'my-host'],
		['[[fd00::7]:5001](http://[fd00::7]:5001)', '[fd00::7]:5001'],
		['at 12:30 on fd00::7', 'fd00::7'],
		['socket-chat join 10.0.0.7 since 2020', '10.0.0.7'],
		['10.0.0.7 12:30', '10.0.0.7'],
	] as const) {
		assert.equal(readInvitation(text).address, address, text);
	}
});

test('a code that is pasted with the command is taken, too', () => {
	for (const text of [
		`socket-chat join 10.0.0.7:5000 code ${code}`,
		`code ${code} socket-chat join 10.0.0.7:5000`,
		`Code: “${code}”, then socket-chat join 10.0.0.7:5000.`,
	]) {
		assert.deepEqual(readInvitation(text), {address: '10.0.0.7:5000', code}, text);
	}
});

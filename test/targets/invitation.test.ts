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

test('a code that is pasted with the command is taken, too', () => {
	for (const text of [
		`socket-chat join 10.0.0.7:5000 code ${code}`,
		`code ${code} socket-chat join 10.0.0.7:5000`,
		`Code: “${code}”, then socket-chat join 10.0.0.7:5000.`,
	]) {
		assert.deepEqual(readInvitation(text), {address: '10.0.0.7:5000', code}, text);
	}
});

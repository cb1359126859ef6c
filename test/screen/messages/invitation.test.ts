import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {saveTranscript} from '../../../source/cli/files/save-transcript.ts';
import {layoutInvitation, layoutShortInvitation, type Invitation} from '../../../source/screen/messages/invitation.ts';
import {layoutItem} from '../../../source/screen/messages/message-rows.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import {createSavedChat, facts} from '../../cli/files/saved-chat.ts';
import {temporaryFolder} from '../../storage/folder.ts';
import {hostile, joinSpans, now} from '../rows-fixture.ts';

const invitation: Invitation = {
	inviteAddresses: ['192.168.1.20:5000', '[fd12:3456:789a::20]:5000'],
	code: 'legal-winner-thank-year-wave',
	tag: 'a3f9c1',
};

const linesOf = (rows: ReturnType<typeof layoutInvitation>) => rows.map(row => joinSpans(row));

test('an invitation lists each command and then the code', () => {
	assert.deepEqual(linesOf(layoutInvitation(invitation, 60)), [
		'Others run (on the same network, without the address: it is',
		'listed as a3f9c1)',
		'  socket-chat join 192.168.1.20:5000',
		'  socket-chat join "[fd12:3456:789a::20]:5000"',
		'and give the code',
		'  legal-winner-thank-year-wave',
	]);
	assert.deepEqual(linesOf(layoutInvitation({...invitation, inviteAddresses: []}, 60)), [
		'Others join with the code',
		'  legal-winner-thank-year-wave',
	]);
	assert.deepEqual(linesOf(layoutInvitation({...invitation, code: undefined, tag: undefined}, 60)).slice(0, 2), [
		'Others run',
		'  socket-chat join 192.168.1.20:5000',
	]);
});

test('an announced name stands beside the tag as clients list it, and nowhere while the room is not announced', () => {
	const named = {...invitation, announcedName: "Ada's laptop"};
	assert.match(linesOf(layoutInvitation(named, 200))[0] ?? '', /: it is listed as a3f9c1 “Ada's laptop”\)$/);
	assert.equal(linesOf(layoutShortInvitation(named, 40)).at(-1), " Listed as a3f9c1 “Ada's laptop”");
	const hidden = {...named, tag: undefined};
	assert.deepEqual(layoutInvitation(hidden, 200), layoutInvitation({...invitation, tag: undefined}, 200));
	assert.deepEqual(layoutShortInvitation(hidden, 200), layoutShortInvitation({...invitation, tag: undefined}, 200));
});

test('28: the invitation to a plain room begins with a command that needs no more than nc', () => {
	const plain = {...invitation, plain: true};
	assert.deepEqual(linesOf(layoutInvitation(plain, 100)).slice(0, 4), [
		'Anybody can join, not encrypted, by',
		'  nc 192.168.1.20 5000',
		'Those with this program run (on the same network, without the address: it is listed as a3f9c1)',
		'  socket-chat join 192.168.1.20:5000',
	]);
	assert.equal(linesOf(layoutShortInvitation(plain, 30))[0], ' nc 192.168.1.20 5000');
	const six = {...plain, inviteAddresses: ['[fd12::20]:5000']};
	assert.equal(linesOf(layoutShortInvitation(six, 30))[0], ' nc fd12::20 5000');
	assert.deepEqual(layoutShortInvitation({...plain, inviteAddresses: [], code: undefined}, 80), []);
});

test('the short invitation takes one row where it fits, and loses nothing where it does not', () => {
	assert.deepEqual(linesOf(layoutShortInvitation(invitation, 80)), [
		' Code legal-winner-thank-year-wave   socket-chat join 192.168.1.20:5000',
		' Listed as a3f9c1',
	]);
	assert.equal(layoutShortInvitation(invitation, 100).length, 1);
	assert.deepEqual(linesOf(layoutShortInvitation(invitation, 40)), [
		' Code legal-winner-thank-year-wave',
		' socket-chat join 192.168.1.20:5000',
		' Listed as a3f9c1',
	]);
	assert.deepEqual(layoutShortInvitation({inviteAddresses: [], code: undefined, tag: undefined}, 80), []);
	for (let columns = 20; columns < 120; columns++) {
		const rows = layoutShortInvitation({...invitation, inviteAddresses: [`${hostile}:5000`]}, columns);
		assert.ok(
			rows.every(row => measureRow(row) <= columns),
			`${columns} columns`,
		);
		const text = linesOf(rows).join('').replaceAll(' ', '');
		assert.ok(text.includes('legal-winner-thank-year-wave'), `${columns} columns`);
	}
});

test('an invitation in the conversation shows the code and the addresses of now', () => {
	const item = {kind: 'invitation', key: 'i', at: now} as const;
	const rows = (code: string) =>
		layoutItem(item, false, {columns: 60, nameColumns: 8, myName: 'ann', invitation: {...invitation, code}});
	const lines = linesOf(rows('first-code')).map(line => line.trimEnd());
	assert.equal(lines[0], ' 10:02  — Others run (on the same network, without the');
	assert.equal(lines.at(-1), '            first-code');
	assert.equal(linesOf(rows('second-code')).at(-1), '            second-code');
});

test('a transcript holds no invitation', async t => {
	const file = `${temporaryFolder(t)}/saved.txt`;
	const notice = {kind: 'notice', key: 'n', at: now, text: 'bob joined'} as const;
	const saved = saveTranscript(file, createSavedChat([{kind: 'invitation', key: 'i', at: now}, notice]), facts);
	assert.ok(saved.ok);
	await saved.done;
	assert.match(readFileSync(file, 'utf8'), /^\S+ -- bob joined\n$/);
});

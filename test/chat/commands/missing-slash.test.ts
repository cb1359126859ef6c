import assert from 'node:assert/strict';
import test from 'node:test';
import {findMissingSlash} from '../../../source/chat/commands/missing-slash.ts';
import {cpuTime} from '../../helpers/cpu-time.ts';

const names = ['bob', 'Ann Lee', 'Zoë', '大輔', 'w'];
const find = (line: string) => findMissingSlash(line, () => names);

test('a private message without its slash, or with something else in its place, is found', () => {
	for (const line of [
		'msg bob secret',
		'Msg bob secret',
		'MSG BOB secret',
		' msg bob secret',
		' /msg bob secret',
		'\n/msg bob secret',
		'/ msg bob secret',
		String.raw`\msg bob secret`,
		'.msg bob secret',
		':msg bob secret',
		'7msg bob secret',
		'?msg bob secret',
		'／msg bob secret',
		'ｍｓｇ bob secret',
		'\u{200B}/msg bob secret',
		'm\u{200B}sg bob secret',
		'msg: bob secret',
		'msg to bob secret',
		'msg\tbob secret',
		'msg   bob secret',
		'w bob secret',
		'whisper bob secret',
		'dm bob secret',
		'pm bob secret',
		'tell bob secret',
		'query bob secret',
		'message bob secret',
		'PRIVMSG bob secret',
		'msg @bob secret',
		'msg bob: secret',
		'msg bob, secret',
		'msg @Bob: secret',
		'msg <bob> secret',
		'msg "bob" secret',
	]) {
		assert.deepEqual(find(line), {name: 'bob', text: 'secret'}, line);
	}
});

test('names with spaces, in any script and in any case are found, and the text keeps its lines', () => {
	assert.deepEqual(find('msg ann  lee a\n\tb'), {name: 'Ann Lee', text: 'a\n\tb'});
	assert.deepEqual(find('msg ZOË hi'), {name: 'Zoë', text: 'hi'});
	assert.deepEqual(find('msg Zoe\u{308} hi'), {name: 'Zoë', text: 'hi'});
	assert.deepEqual(find('msg 大輔 hi'), {name: '大輔', text: 'hi'});
	assert.deepEqual(find('w w hi'), {name: 'w', text: 'hi'});
	assert.deepEqual(find(' / msg @bob: ﬁne 👩‍👩‍👧 ❤️\n  x'), {name: 'bob', text: 'ﬁne 👩‍👩‍👧 ❤️\n  x'});
	assert.deepEqual(find('msg bob'), {name: 'bob', text: ''});
});

test('other texts are not asked about', () => {
	for (const line of [
		'',
		'hello bob',
		'bob: msg me later',
		'msg me later',
		'tell me, bob',
		'tellbob secret',
		'w/ bob',
		'msg bobby secret',
		"tell bob's mother",
		'dm',
		'messages bob sent',
		'I tell bob secrets',
		'//msg bob is how one whispers',
		'/msg bob secret',
		'/w bob secret',
	]) {
		assert.equal(find(line), undefined, line);
	}
});

test('a long text is searched in no time', () => {
	const time = cpuTime(() => {
		for (const line of [
			'msg ' + 'x '.repeat(50_000),
			' '.repeat(100_000),
			'msg' + ' '.repeat(100_000),
			'@'.repeat(100_000),
		]) {
			assert.equal(find(line), undefined);
		}
	});

	assert.ok(time < 1000, `${time} ms`);
});

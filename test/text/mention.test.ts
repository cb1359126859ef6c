import assert from 'node:assert/strict';
import test from 'node:test';
import {isMention} from '../../source/text/mention.ts';
import {cpuTime} from '../helpers/cpu-time.ts';

test('a text mentions a name that it contains as a whole word, in any case', () => {
	for (const text of ['bob', 'Hi BOB!', 'bob: look', '(bob)', 'ask @bob, please', 'bobby and bob']) {
		assert.equal(isMention(text, 'Bob'), true, text);
	}

	for (const text of ['bobby', 'kebob', 'b o b', '', 'bób', 'bob2']) {
		assert.equal(isMention(text, 'bob'), false, text);
	}

	assert.equal(isMention('ÉLODIE, viens', 'élodie'), true);
	assert.equal(isMention('anything', ''), false);
});

const checkAll = (name: string, {yes, no}: {readonly yes: readonly string[]; readonly no: readonly string[]}) => {
	for (const text of yes) {
		assert.equal(isMention(text, name), true, `${text} mentions ${name}`);
	}

	for (const text of no) {
		assert.equal(isMention(text, name), false, `${text} does not mention ${name}`);
	}
};

test('P: a name ends where a script without spaces begins', () => {
	checkAll('Rob', {
		yes: [
			'Robさん',
			'@Rob：hi',
			'Rob씨 안녕',
			'สวัสดีRobครับ',
			'请Rob看',
			'ｒｏｂ様',
			'ロブとRobカー',
			'ROBຂອງ',
			'“Rob”さん',
			'Rob’s',
		],
		no: ['Robert', 'Robertさん', 'Rob1', 'Rob1さん', '_Rob', 'Rob_さん', 'プRob2', 'Rob-2: hi', 'Rób', 'Robо́'],
	});
	checkAll('Rob1', {yes: ['Rob1さん'], no: ['Rob12さん']});
});

test('P: a name in a script without spaces is found among its own kind', () => {
	checkAll('美咲', {yes: ['美咲さん', '田中美咲さん', '今日美咲来た', '@美咲：', '小美咲子'], no: ['美', '美 咲']});
	checkAll('李', {yes: ['李さん', '@李明', '李：'], no: []});
	checkAll('さくら', {yes: ['さくらさん', 'さくらちゃん来て', 'さくら、'], no: []});
	checkAll('あい', {yes: ['あい、', '@あいさん', 'アリスとあい'], no: ['あいさつ', 'あいまい']});
	checkAll('ロブ', {yes: ['ロブさん', 'ロブ：'], no: ['ロブー']});
	checkAll('민수', {yes: ['민수씨', '민수는 어디', '@민수야'], no: ['국민수업', '국민수 업']});
	checkAll('สมชาย', {yes: ['สวัสดีสมชายครับ', 'สมชาย', '@สมชายครับ'], no: []});
	checkAll('𠮷田', {yes: ['𠮷田さん', '彼は𠮷田だ'], no: ['𠮷']});
});

test('P: a name in a text of thousands of its own characters is looked for without delay', () => {
	const time = cpuTime(() => {
		isMention('あいさつ'.repeat(5000), 'あい');
	});
	assert.ok(time < 500, String(time));
});

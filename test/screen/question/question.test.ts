import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type {KeyPress} from '../../../source/screen/terminal/keys.ts';
import {QuestionKeys, repeatTime, type Question} from '../../../source/screen/question/question.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

type KeyName = Exclude<KeyPress['type'], 'edit'> | 'x';

const createPress = (name: KeyName): KeyPress => {
	if (name === 'x') {
		return {type: 'edit', action: {type: 'insert', text: 'x'}};
	}

	return name === 'up' || name === 'down' ? {type: name} : {type: name};
};

/** Asks a question in a world where each read is a list of keys. */
const open = (more: Partial<Question> = {}) => {
	const clock = new FakeClock();
	const done: string[] = [];
	let endOfRead: Array<() => void> = [];
	const endRead = () => {
		const callbacks = endOfRead;
		endOfRead = [];
		for (const callback of callbacks) {
			callback();
		}
	};

	const timers = {
		after(milliseconds: number, callback: () => void) {
			const {stop} = clock.after(milliseconds, callback);
			return stop;
		},
		afterRead(callback: () => void) {
			endOfRead.push(callback);
		},
	};
	let shown: Question | undefined;
	const keys = new QuestionKeys(timers, question => {
		shown = question;
	});
	const question: Question = {
		describe: () => 'Sure?',
		hints: [],
		yes: 'submit',
		onYes() {
			done.push('yes');
		},
		...more,
	};
	const press = (name: KeyName) => {
		if (!keys.handleKey(createPress(name))) {
			done.push(name);
		}
	};

	const world = {
		done,
		isAsked: () => shown !== undefined,
		ask() {
			keys.ask(question);
		},
		draw() {
			keys.setDrawn(shown);
		},
		/** Keys that come in one read. */
		read(...names: readonly KeyName[]) {
			for (const name of names) {
				press(name);
			}

			endRead();
		},
		/** A read whose first keys raise the question. */
		readAsking(...names: readonly KeyName[]) {
			press('x');
			done.pop();
			keys.ask(question);
			for (const name of names) {
				press(name);
			}

			endRead();
			keys.setDrawn(shown);
		},
		pass(milliseconds: number) {
			clock.pass(milliseconds);
			endRead();
		},
	};
	return world;
};

test('Enter in a read of its own, after the question was drawn, answers it once', () => {
	const {done, isAsked, readAsking, read, pass} = open();
	readAsking();
	assert.equal(isAsked(), true);
	read('submit');
	pass(repeatTime);
	assert.deepEqual([done, isAsked()], [['yes'], false]);
	read('submit');
	assert.deepEqual(done, ['yes', 'submit']);
});

test('Enter that came in the read which raised the question, or before it was drawn, is no answer', () => {
	const {done, isAsked, readAsking, ask, read, pass, draw} = open();
	readAsking('submit', 'submit');
	pass(5000);
	assert.deepEqual([done, isAsked()], [[], true]);
	read('escape');
	ask();
	read('submit');
	pass(5000);
	assert.deepEqual([done, isAsked()], [[], true]);
	draw();
	read('submit');
	pass(repeatTime);
	assert.deepEqual(done, ['yes']);
});

test('Enter that comes in one read with other keys is no answer', () => {
	for (const names of [
		['submit', 'submit'],
		['page-up', 'submit'],
		['submit', 'page-up'],
	] as const) {
		const {done, isAsked, readAsking, read, pass} = open();
		readAsking();
		read(...names);
		pass(5000);
		assert.equal(done.includes('yes'), false, names.join(' '));
		assert.equal(isAsked(), true, names.join(' '));
	}
});

test('typing withdraws the question and is typed; Esc withdraws it; scrolling does not', () => {
	const typed = open();
	typed.readAsking('x', 'submit');
	assert.deepEqual([typed.done, typed.isAsked()], [['x', 'submit'], false]);
	const escaped = open();
	escaped.readAsking();
	escaped.read('page-up');
	assert.equal(escaped.isAsked(), true);
	escaped.read('escape');
	assert.deepEqual([escaped.done, escaped.isAsked()], [['page-up'], false]);
});

test('the wheel that comes as arrows leaves the question, and one arrow withdraws it', () => {
	let shown: Question | undefined;
	const keys = new QuestionKeys({after: () => () => undefined, afterRead: () => undefined}, question => {
		shown = question;
	});
	const question: Question = {describe: () => '', hints: [], yes: 'submit', onYes: () => undefined};
	keys.ask(question);
	assert.equal(keys.handleKey({type: 'up', isBurst: true}), false);
	assert.equal(shown, question);
	assert.equal(keys.handleKey({type: 'up'}), false);
	assert.equal(shown, undefined);
});

test('what is typed right after Enter takes nothing back, but Esc does', () => {
	const typed = open();
	typed.readAsking();
	typed.read('submit');
	typed.read('x');
	assert.deepEqual(typed.done, ['yes', 'x']);
	const escaped = open();
	escaped.readAsking();
	escaped.read('submit');
	escaped.read('escape');
	escaped.pass(5000);
	assert.deepEqual([escaped.done, escaped.isAsked()], [[], false]);
});

test('a key that is held down never answers, and can be pressed again once it is released', () => {
	for (const yes of ['submit', 'interrupt'] as const) {
		const {done, isAsked, readAsking, read, pass} = open({yes});
		readAsking();
		pass(500);
		for (let repeat = 0; repeat < 20; repeat++) {
			read(yes);
			pass(30);
		}

		pass(1000);
		assert.deepEqual([done, isAsked()], [[], true], yes);
		read(yes);
		pass(repeatTime);
		assert.deepEqual(done, ['yes'], yes);
	}
});

test('a held key is still one if the program was busy while it repeated', () => {
	const clock = new FakeClock();
	const done: string[] = [];
	const immediate: Array<() => void> = [];
	const keys = new QuestionKeys(
		{
			after: (milliseconds, callback) => clock.after(milliseconds, callback).stop,
			afterRead(callback) {
				immediate.push(callback);
			},
		},
		() => undefined,
	);
	const question: Question = {
		describe: () => '',
		hints: [],
		yes: 'submit',
		onYes() {
			done.push('yes');
		},
	};
	keys.ask(question);
	keys.setDrawn(question);
	keys.handleKey({type: 'submit'});
	immediate.shift()?.();
	// The timer is due before the next read is handled.
	clock.pass(500);
	keys.handleKey({type: 'submit'});
	for (const callback of immediate.splice(0)) {
		callback();
	}

	clock.pass(5000);
	assert.deepEqual(done, []);
});

test('Ctrl+C repeated in one read counts once, with a question and without', () => {
	const {done, read, readAsking, pass} = open({yes: 'interrupt'});
	read('interrupt', 'interrupt', 'interrupt');
	assert.deepEqual(done, ['interrupt']);
	read('interrupt', 'x', 'interrupt');
	assert.deepEqual(done, ['interrupt', 'interrupt', 'x', 'interrupt']);
	readAsking();
	read('interrupt', 'interrupt');
	pass(repeatTime);
	assert.equal(done.at(-1), 'yes');
});

test('a question that stands for a time goes by itself, and a late key has its usual effect', () => {
	const {done, isAsked, readAsking, read, pass} = open({yes: 'interrupt', standsFor: 2000});
	readAsking();
	pass(1990);
	read('interrupt');
	pass(repeatTime);
	assert.deepEqual(done, ['yes'], 'a key in time counts, though it is weighed a moment longer');
	readAsking();
	pass(2000);
	assert.equal(isAsked(), false);
	read('interrupt');
	pass(5000);
	assert.deepEqual(done, ['yes', 'interrupt']);
});

test('Tab is an answer where the question says so, and else withdraws it', () => {
	const done: string[] = [];
	const {isAsked, readAsking, read} = open({
		onTab() {
			done.push('tab');
		},
	});
	readAsking();
	read('complete');
	assert.deepEqual([done, isAsked()], [['tab'], false]);
	const plain = open();
	plain.readAsking();
	plain.read('complete');
	assert.deepEqual([plain.done, plain.isAsked()], [['complete'], false]);
});

test('whatever is pressed, only a yes that is alone in its read, after the question was drawn, answers', () => {
	const key = fc.constantFrom<KeyName>('submit', 'interrupt', 'escape', 'page-up', 'complete', 'x');
	const step = fc.record({
		keys: fc.array(key, {minLength: 1, maxLength: 3}),
		pause: fc.constantFrom(0, 30, 90, 150, 2500),
		isDrawn: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.constantFrom('submit' as const, 'interrupt' as const), fc.array(step), (yes, steps) => {
			const {done, isAsked, ask, read, pass, draw} = open({yes});
			ask();
			let isDrawn = false;
			let mayAnswer = false;
			for (const {keys, pause, isDrawn: isDrawnNow} of steps) {
				if (isDrawnNow) {
					draw();
					isDrawn = true;
				}

				// Ctrl+C repeated in one read counts once.
				const isAlone = yes === 'interrupt' ? keys.every(name => name === yes) : keys.join(' ') === yes;
				mayAnswer ||= isDrawn && isAlone;
				read(...keys);
				pass(pause);
				assert.ok(mayAnswer || !done.includes('yes'));
				assert.ok(done.filter(name => name === 'yes').length <= 1);
				assert.ok(!(isAsked() && done.includes('yes')));
			}
		}),
	);
});

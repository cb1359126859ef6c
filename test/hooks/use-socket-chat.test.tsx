import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import test, {type TestContext} from 'node:test';
import {render, Text} from 'ink';
import {Activity, StrictMode, useEffect, useState, type ReactElement} from 'react';
import type {Chat} from '../../source/chat/chat.ts';
import {Leaving} from '../../source/chat/commands/closing.ts';
import type {Status} from '../../source/chat/events.ts';
import {createInitialState} from '../../source/chat/state.ts';
import {Xray} from '../../source/chat/xray/xray.ts';
import {systemClock} from '../../source/net/clock.ts';
import {useSocketChat} from '../../source/hooks/use-socket-chat.ts';
import {until} from '../helpers/until.ts';
import {endOfTurn} from '../helpers/turn.ts';

/** A chat without sockets. It records how often it is started and closed. */
class FakeChat implements Chat {
	starts = 0;
	closes = 0;
	readonly xray = new Xray({clock: systemClock, readKernel: async () => undefined, hidesPrivate: false});
	readonly leaving = new Leaving({leave: () => undefined, notify: () => undefined});
	readonly listeners = new Set<() => void>();
	#state;

	constructor(name: string) {
		this.#state = createInitialState({
			role: 'join',
			plain: false,
			room: name,
			myName: 'bob',
			address: '127.0.0.1:5000',
		});
	}

	readonly getState = () => this.#state;

	readonly subscribe = (listener: () => void) => {
		this.listeners.add(listener);
		return () => {
			this.listeners.delete(listener);
		};
	};

	readonly onEvents = () => () => undefined;

	/** Changes the state as an event of a socket does. */
	emit(status: Status) {
		this.#state = {...this.#state, status};
		for (const listener of this.listeners) {
			listener();
		}
	}

	start() {
		this.starts++;
	}

	async close() {
		this.closes++;
	}

	send() {}
	submit() {
		return {ok: true} as const;
	}

	setTyping() {}
	loadOlder() {}
	openLogReader() {
		return undefined;
	}

	pauseReading() {}
	resumeReading() {}
	async showAround() {
		return false;
	}

	fillGap() {}

	setReadingBack() {}

	searchLog() {
		return undefined;
	}

	async findSince() {
		return undefined;
	}

	async readOlder() {
		return undefined;
	}

	getPending() {
		return [];
	}

	warn() {}

	retry() {}
	leave() {}
	endInput() {}
}

/** Creates an `open` for the hook, and the chats that it opens. */
const createOpener = (name: string) => {
	const chats: FakeChat[] = [];
	const open = () => {
		const chat = new FakeChat(name);
		chats.push(chat);
		return chat;
	};

	return {open, chats};
};

let renders = 0;

function Screen({open}: {readonly open: () => Chat}) {
	const {state} = useSocketChat(open);
	renders++;
	return (
		<Text>
			{state.room} {state.status.status}
		</Text>
	);
}

const withoutWrapper = (screen: ReactElement) => screen;

/** Renders its children a moment after it has mounted. */
function Later({children}: {readonly children: ReactElement}) {
	const [isReady, setIsReady] = useState(false);
	useEffect(() => {
		const timer = setImmediate(() => {
			setIsReady(true);
		});
		return () => {
			clearImmediate(timer);
		};
	}, []);
	return isReady ? children : null;
}

// React does not mount twice what is there from the first render of a root without StrictMode.
// Ink's own root has none.
const inStrictMode = (screen: ReactElement) => (
	<StrictMode>
		<Later>{screen}</Later>
	</StrictMode>
);

const mount = (t: TestContext, open: () => Chat, wrapScreen = withoutWrapper) => {
	const wrap = (from: () => Chat, isHidden = false) =>
		wrapScreen(
			<Activity mode={isHidden ? 'hidden' : 'visible'}>
				<Screen open={from} />
			</Activity>,
		);

	const frames: string[] = [];
	const stdout = Object.assign(new PassThrough(), {columns: 80, rows: 24});
	stdout.on('data', (chunk: Uint8Array) => {
		frames.push(String(chunk).trim());
	});
	const app = render(wrap(open), {
		stdout: stdout as unknown as NodeJS.WriteStream,
		// Each frame is written as it is, without escape sequences.
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
		// Only concurrent rendering mounts a hidden component again.
		concurrent: true,
	});
	t.after(() => {
		app.unmount();
	});
	return {
		frames,
		lastFrame: () => frames.at(-1) ?? '',
		unmount: app.unmount,
		rerender(from: () => Chat, isHidden = false) {
			app.rerender(wrap(from, isHidden));
		},
	};
};

const connecting: Status = {status: 'connecting', attempt: 1};

const onlyChat = ({chats}: {readonly chats: readonly FakeChat[]}): FakeChat => {
	const [chat] = chats;
	assert.ok(chat);
	assert.equal(chats.length, 1);
	return chat;
};

test('a mount opens one chat and starts it once, however often the component renders', async t => {
	const opener = createOpener('main');
	const {lastFrame, rerender} = mount(t, opener.open);
	await until(() => opener.chats[0]?.starts === 1);
	assert.equal(lastFrame(), 'main starting');
	rerender(opener.open);
	onlyChat(opener).emit(connecting);
	await until(() => lastFrame() === 'main connecting');
	const chat = onlyChat(opener);
	assert.deepEqual([chat.starts, chat.closes], [1, 0]);
});

test('an unmount closes the chat once', async t => {
	const opener = createOpener('main');
	const {unmount} = mount(t, opener.open);
	await until(() => opener.chats[0]?.starts === 1);
	unmount();
	await until(() => onlyChat(opener).closes > 0);
	await endOfTurn();
	assert.equal(onlyChat(opener).closes, 1);
	assert.equal(onlyChat(opener).listeners.size, 0);
});

test('another `open` closes the chat and starts one of its own', async t => {
	const before = createOpener('before');
	const after = createOpener('after');
	const {lastFrame, rerender} = mount(t, before.open);
	await until(() => before.chats[0]?.starts === 1);
	rerender(after.open);
	await until(() => after.chats[0]?.starts === 1);
	assert.equal(lastFrame(), 'after starting');
	assert.deepEqual([onlyChat(before).starts, onlyChat(before).closes], [1, 1]);
	assert.deepEqual([onlyChat(after).starts, onlyChat(after).closes], [1, 0]);
});

test('the first frame after another `open` shows the new chat', async t => {
	const before = createOpener('before');
	const after = createOpener('after');
	const {frames, rerender} = mount(t, before.open);
	await until(() => before.chats[0]?.starts === 1);
	const framesBefore = frames.length;
	rerender(after.open);
	await until(() => after.chats[0]?.starts === 1);
	assert.equal(frames[framesBefore], 'after starting');
});

test('late events of a closed chat change nothing', async t => {
	const before = createOpener('before');
	const after = createOpener('after');
	const {lastFrame, rerender, unmount} = mount(t, before.open);
	await until(() => before.chats[0]?.starts === 1);
	rerender(after.open);
	await until(() => after.chats[0]?.starts === 1);
	let rendersBefore = renders;
	onlyChat(before).emit(connecting);
	await endOfTurn();
	assert.equal(lastFrame(), 'after starting');
	assert.equal(renders, rendersBefore);
	assert.equal(onlyChat(before).listeners.size, 0);
	unmount();
	await until(() => onlyChat(after).closes === 1);
	rendersBefore = renders;
	onlyChat(after).emit(connecting);
	await endOfTurn();
	assert.equal(renders, rendersBefore);
	assert.equal(onlyChat(after).listeners.size, 0);
});

test('a component that is mounted again with its old state has a new chat, and each chat is closed', async t => {
	const opener = createOpener('main');
	const {lastFrame, rerender, unmount} = mount(t, opener.open);
	const started = () => opener.chats.filter(({starts}) => starts > 0);
	const alive = () => started().filter(({closes}) => closes === 0);
	await until(() => alive().length === 1);
	rerender(opener.open, true);
	await until(() => alive().length === 0);
	rerender(opener.open);
	await until(() => alive().length === 1);
	assert.equal(started().length, 2);
	alive()[0]?.emit(connecting);
	await until(() => lastFrame() === 'main connecting');
	unmount();
	await until(() => alive().length === 0);
	for (const {starts, closes, listeners} of started()) {
		assert.deepEqual([starts, closes, listeners.size], [1, 1, 0]);
	}
});

// React mounts twice only in its development build, which test/run.js asks for.
test('in StrictMode the screen shows a live chat, and each chat that was started is closed', async t => {
	const opener = createOpener('main');
	const {lastFrame, unmount} = mount(t, opener.open, inStrictMode);
	const started = () => opener.chats.filter(({starts}) => starts > 0);
	const alive = () => started().filter(({closes}) => closes === 0);
	await until(() => started().length === 2);
	await endOfTurn();
	assert.equal(started().length, 2);
	assert.equal(alive().length, 1);
	alive()[0]?.emit(connecting);
	await until(() => lastFrame() === 'main connecting');
	unmount();
	await until(() => alive().length === 0);
	await endOfTurn();
	for (const {starts, closes, listeners} of opener.chats) {
		assert.equal(starts, closes);
		assert.ok(starts <= 1);
		assert.equal(listeners.size, 0);
	}
});

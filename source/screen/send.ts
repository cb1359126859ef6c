import type {ScreenPowers} from '../chat/commands.ts';
import type {ChatState} from '../chat/state.ts';
import type {KeyState} from '../hooks/use-key-state.ts';
import type {Layout, View} from './layout.ts';
import {toBottom} from './pane.ts';
import type {Outcome} from './use-commands.ts';
import type {Messages} from './use-message-pane.ts';

type Parts = {
	readonly state: ChatState;
	readonly kind: Layout['kind'];
	readonly focus: KeyState<View>;
	readonly messages: Messages;
	readonly settings: Pick<ScreenPowers, 'setBell' | 'setTheme' | 'setMouse'>;
	readonly onSubmit: (line: string, screen: ScreenPowers) => Outcome;
	readonly onSave: ((file: string, state: ChatState) => Outcome) | undefined;
};

/** Sends a line, or has the screen do what a command in it says; then shows the newest, unless the line has asked for something else. */
export const sendWith =
	({state, kind, focus, messages, settings: {setBell, setTheme, setMouse}, onSubmit, onSave}: Parts) =>
	(text: string): Outcome => {
		let isFinding = false;
		let isShowingLog = false;
		const outcome = onSubmit(text, {
			find(wanted) {
				isFinding = true;
				messages.unclear();
				messages.finder.start(wanted);
				return {ok: true};
			},
			clear: messages.clear,
			showLog() {
				isShowingLog = true;
				focus.set(focus.current() === 'log' ? 'messages' : 'log');
			},
			setBell,
			setTheme,
			setMouse,
			save: file => onSave?.(file, state) ?? {ok: false, text: 'Nothing can be written here.'},
		});
		if (!outcome.ok) {
			return outcome;
		}

		if (!isFinding) {
			toBottom(messages.pane);
			messages.finder.end();
		}

		if (kind === 'single' && !isShowingLog) {
			focus.set('messages');
		}

		return outcome;
	};

import type {Command, SubmitResult} from '../chat/commands/types.ts';
import type {ChatState} from '../chat/state.ts';
import type {KeyState} from './primitives/use-latest-state.ts';
import type {Layout, View} from './layout/layout.ts';
import {toBottom} from './layout/pane.ts';
import {createScreenCommands, type ScreenActions} from './screen-commands.ts';
import type {Messages} from './messages/use-message-pane.ts';

type Parts = {
	readonly state: ChatState;
	readonly kind: Layout['kind'];
	readonly focus: KeyState<View>;
	readonly messages: Messages;
	readonly settings: Pick<ScreenActions, 'setBell' | 'setTheme' | 'setMouse'>;
	readonly onSubmit: (line: string, extra: readonly Command[]) => SubmitResult;
	readonly onSave: ((file: string, state: ChatState) => SubmitResult) | undefined;
};

/** Sends a line, or has the screen do what a command in it says; then shows the newest, unless the line has asked for something else. */
export const sendWith =
	({state, kind, focus, messages, settings: {setBell, setTheme, setMouse}, onSubmit, onSave}: Parts) =>
	(text: string): SubmitResult => {
		let isFinding = false;
		let isShowingLog = false;
		const outcome = onSubmit(
			text,
			createScreenCommands({
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
			}),
		);
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

import {accepted, refused} from '../chat/commands/results.ts';
import {createInvite, type InvitationOutputs} from '../chat/commands/invite-command.ts';
import type {Command, SubmitResult} from '../chat/commands/types.ts';
import type {LatestState} from './primitives/use-latest-state.ts';
import type {Layout, PaneName} from './layout/layout.ts';
import type {FindBarState} from './find/use-find-bar.ts';
import {scrollToBottom} from './layout/pane.ts';
import {createScreenCommands, type ScreenActions} from './screen-commands.ts';
import type {LogPaneState} from './panes/use-log-pane.ts';
import type {MessagePaneState} from './messages/use-message-pane.ts';
import type {Copying} from './copying/use-copying.ts';

type Options = {
	readonly kind: Layout['kind'];
	readonly paneFocus: LatestState<PaneName>;
	readonly messages: MessagePaneState;
	readonly findBar: Pick<FindBarState, 'open'>;
	readonly log: Pick<LogPaneState, 'choose'>;
	readonly settings: Pick<ScreenActions, 'setBell' | 'setTheme' | 'setMouse'>;
	readonly showXray: ScreenActions['showXray'];
	readonly showHelp: ScreenActions['showHelp'];
	readonly copying: Pick<Copying, 'showBare' | 'copy'>;
	/** Copies any text to the clipboard. */
	readonly copyText: InvitationOutputs['copy'];
	readonly showQr?: InvitationOutputs['showQr'];
	/** Says, beside the draft, that there is no place to go to. */
	readonly onRefusal: (text: string) => void;
	readonly onSubmit: (line: string, extra: readonly Command[]) => SubmitResult;
	readonly saving: Pick<ScreenActions, 'showProgress'> & {readonly save: ScreenActions['save'] | undefined};
};

/**
Returns a function that sends a line or runs it as a command. Then the newest message is shown,
unless the command shows something else.
*/
export const createLineSubmitter =
	({
		kind,
		paneFocus,
		messages,
		findBar,
		log,
		settings: {setBell, setTheme, setMouse},
		showXray,
		showHelp,
		copying,
		copyText,
		showQr,
		onRefusal,
		onSubmit,
		saving: {save, showProgress},
	}: Options) =>
	(text: string): SubmitResult => {
		let isReading = false;
		let isShowingLog = false;
		const outcome = onSubmit(
			text,
			createScreenCommands({
				find(wanted) {
					isReading = true;
					findBar.open(wanted);
					return accepted;
				},
				jump(target) {
					isReading = true;
					messages.jump(target, onRefusal);
				},
				open() {
					isReading = true;
					return messages.folds.toggleInView() ? accepted : refused('No long message is in view.');
				},
				clear: messages.clear,
				showLog(argument) {
					const result = log.choose(argument);
					if (result.ok) {
						isShowingLog = true;
						paneFocus.set(argument === '' && paneFocus.current() === 'log' ? 'messages' : 'log');
					}

					return result;
				},
				showXray,
				showHelp,
				showBare() {
					isReading = true;
					copying.showBare();
				},
				copy(n) {
					isReading = true;
					return copying.copy(n);
				},
				invitation: {copy: copyText, showQr},
				setBell,
				setTheme,
				setMouse,
				save: (file, onProgress) => save?.(file, onProgress) ?? refused('Saving is not available here.'),
				showProgress,
			}),
		);
		if (!outcome.ok) {
			return outcome;
		}

		if (!isReading) {
			scrollToBottom(messages.pane);
		}

		if (kind === 'single' && !isShowingLog) {
			paneFocus.set('messages');
		}

		return outcome;
	};

type CopierOptions = Pick<Options, 'copyText' | 'onSubmit'> & {readonly onRefusal: (text: string) => void};

/** Returns a function that copies the invitation, and leaves all panes as they are. */
export const createInvitationCopier =
	({copyText: copy, onSubmit, onRefusal}: CopierOptions) =>
	() => {
		const result = onSubmit('/invite copy', [{name: 'invite', help: 'copy the invitation', run: createInvite({copy})}]);
		if (!result.ok) {
			onRefusal(result.text);
		}
	};

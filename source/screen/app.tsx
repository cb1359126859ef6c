import {useMemo, useState} from 'react';
import {useWindowSize} from 'ink';
import type {Command} from '../chat/commands/types.ts';
import type {AppProps} from './app-props.ts';
import {useLatestState} from './primitives/use-latest-state.ts';
import {composerMargin} from './composer/composer.tsx';
import {layoutDraft} from './composer/draft-layout.ts';
import {resolveFocus} from './layout/pane-focus.ts';
import {useFaults} from './faults/use-faults.ts';
import {createQrPresenter} from './invite/show-qr.ts';
import {countHelpRows, layoutHelp} from './help/help-rows.ts';
import {listCoverHints, type HintContext} from './bars/hints.ts';
import type {Need} from './layout/divide-rows.ts';
import {computeLayout, fewMembers, isTooSmall, type PaneName} from './layout/layout.ts';
import {countBannerRows} from './bars/banner-rows.ts';
import {createChordTest, createCompletionHandler, createProgramHandler} from './app-keys.ts';
import {scrollPane} from './layout/pane.ts';
import {createPaneKeyHandler} from './panes/pane-keys.ts';
import {measurePanes} from './panes/measure-panes.ts';
import {handleMouse} from './mouse-actions.ts';
import {createInvitationCopier, createLineSubmitter} from './submit-line.ts';
import {useCommands} from './commands/use-commands.ts';
import {AppView, countCoverRows} from './view/app-view.tsx';
import {useAddressPrompt} from './use-address-prompt.ts';
import {useNotifications} from './use-notifications.ts';
import {useKeyHandlers} from './terminal/use-key-handlers.ts';
import {useComposer} from './composer/use-composer.ts';
import {useComposerKeys} from './composer/use-composer-keys.ts';
import {useFindBar} from './find/use-find-bar.ts';
import {useHelp} from './help/use-help.ts';
import {useMouse} from './terminal/modes/use-mouse.ts';
import {useBanner, useOutcome} from './bars/use-banner.ts';
import {usePanes} from './panes/use-panes.ts';
import {layoutBareItem} from './copying/bare-rows.ts';
import {useCopying} from './copying/use-copying.ts';
import {usePreferences} from './use-preferences.ts';
import {createDraftRequest, createLeaveRequests} from './question/questions.ts';
import {useDrawnQuestion, useQuestion} from './question/use-question.ts';
import {useRepaint} from './terminal/use-repaint.ts';
import {useXray} from './xray/use-xray.ts';
import {useExternalEditor} from './use-external-editor.ts';
import {useTyping} from './composer/use-typing.ts';

/** The split-pane screen: draws the state of a chat and turns keys into calls. No sockets here. */
export function App({
	preferences,
	state,
	getState,
	onSubmit,
	onTyping,
	onKey,
	onRetry,
	onLeave,
	onOlder,
	reader,
	xray: sockets,
	clipboard,
	onSave,
	completePath,
	onAddress,
}: AppProps) {
	const {columns, rows} = useWindowSize();
	const {outcome, setRefusal, setProgress, copy} = useOutcome(preferences?.problem, clipboard);
	const [need, setNeed] = useState<Need>();
	const settings = usePreferences(preferences ?? {}, setRefusal);
	const {isRepainting, redraw: onRedraw} = useRepaint(columns, rows);
	const composer = useComposer();
	const {commands, commandList, completer} = useCommands({state, composer, completePath, rows});
	useTyping(composer.draft.text, onTyping);
	const handleEditorKey = useExternalEditor({composer, onRefusal: setRefusal});
	const asking = useQuestion(state);
	const banner = useBanner(state, outcome, asking.sentence);
	const notifications = useNotifications(state, settings.bell);

	const {status, role} = state;
	const canChangeAddress =
		role === 'join' && status.status !== 'open' && status.status !== 'closed' && onAddress !== undefined;
	const prompt = useAddressPrompt({onAddress: canChangeAddress ? onAddress : undefined, onRefusal: setRefusal});
	const faults = useFaults({state, getState, onCommand: line => onSubmit(line, [], onLeave), onRefusal: setRefusal});
	const isPrompting = prompt.field !== undefined;
	const isBare = useLatestState(false);
	const paneFocus = useLatestState<PaneName>('messages');
	const isFinding = useLatestState(false);
	const draftColumns = columns - composerMargin;
	const draft = useMemo(() => layoutDraft(composer.draft, draftColumns), [composer.draft, draftColumns]);
	const layout = computeLayout({
		columns,
		rows,
		composerRows: isPrompting || isFinding.value ? 1 : draft.rows.length,
		listRows: isPrompting || isFinding.value ? 0 : commandList.shown?.rows,
		bannerRows: banner ? countBannerRows(banner, columns) : 0,
		...measurePanes(state),
		focused: paneFocus.value,
		hidden: preferences?.hidden,
		need,
	});
	const focused = resolveFocus(layout, paneFocus.value);
	useDrawnQuestion(asking, layout.banner !== undefined && !isTooSmall(columns, rows));
	const panes = usePanes({
		state,
		layout,
		bare: isBare.value ? {columns, rows, layoutItem: layoutBareItem} : undefined,
		focused,
		newFrom: notifications.newFrom,
		...(status.status === 'closed' ? {onOlder: undefined, reader: undefined} : {onOlder, reader}),
	});
	const copying = useCopying({
		isBare,
		messages: panes.messages,
		onCopy: copy,
		onRefusal: setRefusal,
		onType(text) {
			composer.edit({type: 'insert', text});
		},
	});
	const findBar = useFindBar({isOpen: isFinding, finder: panes.messages.finder, onOpen: panes.messages.unclear});
	const hintContext: HintContext = {
		role,
		status: status.status,
		kind: layout.kind,
		focused,
		isDraftEmpty: composer.draft.text === '',
		isScrolled: panes[focused].scroll !== undefined,
		canScroll: panes[focused].pane.canScroll,
		canChangeAddress,
		isPrompting,
		logEnter: focused === 'log' ? panes.log.enter : undefined,
		messageEnter: panes.messages.folds.action,
		hasInvitation: role === 'host' && !layout.invitation,
		isInviting: role === 'host' && state.members.length <= fewMembers,
		isBroken: state.lab?.active !== undefined,
		answers: asking.hints ?? faults.hints ?? copying.hints ?? commandList.hints,
	};
	const coverHeight = countCoverRows(layout);
	const pageRows = countHelpRows(coverHeight);
	const help = useHelp(() => layoutHelp(commands, columns), coverHeight);
	const xray = useXray({
		xray: sockets,
		state,
		isDraftEmpty: () => composer.current().text === '',
		onRefusal: setRefusal,
		pageSize: Math.max(1, Math.floor(coverHeight / 2)),
	});
	const requestLeave = createLeaveRequests({getState, ask: asking.ask, onLeave});
	const submit = (line: string, extra: readonly Command[]) => onSubmit(line, extra, requestLeave.byLine);
	const onInvite = createInvitationCopier({onSubmit: submit, copyText: copy, onRefusal: setRefusal});
	const handleComposerKey = useComposerKeys({
		composer,
		columns: draftColumns,
		onSend: createLineSubmitter({
			kind: layout.kind,
			paneFocus,
			messages: panes.messages,
			findBar,
			log: panes.log,
			settings,
			showXray: xray.open,
			showHelp: help.open,
			copying,
			copyText: copy,
			showQr: createQrPresenter({columns, rows, pageRows, open: help.openPage, onRefusal: setRefusal}),
			onRefusal: setRefusal,
			onSubmit: submit,
			saving: {save: onSave, showProgress: setProgress},
		}),
		onAsk: createDraftRequest({getState, ask: asking.ask}, draftText => {
			composer.edit({type: 'replace', text: draftText, at: draftText.length});
		}),
		onRefusal: setRefusal,
		onEmptyEnter() {
			if (status.status === 'waiting' || (status.status === 'closed' && status.needsCode !== undefined)) {
				onRetry();
			} else if (focused === 'messages') {
				panes.messages.folds.toggleInView();
			}
		},
		onLeave: requestLeave.byKey,
		onWheel(delta) {
			scrollPane(panes[paneFocus.current()].pane, delta);
		},
	});
	const paneOptions = {
		layout,
		paneFocus,
		panes: {messages: panes.messages.pane, log: panes.log.pane, peers: panes.peers.pane},
		composer,
		onLogKey: panes.log.handleKey,
	};
	useKeyHandlers({
		onKey({type}) {
			onKey?.();
			notifications.markRead();
			setRefusal(undefined);
			if (type !== 'complete' && type !== 'complete-back') {
				completer.end();
			}
		},
		handlers: [
			asking.handleKey,
			help.handleKey,
			copying.handleKey,
			prompt.handleKey,
			findBar.handleKey,
			handleEditorKey,
			faults.handleKey,
			commandList.handleKey,
			xray.handleKey,
			faults.handleEscape,
			createCompletionHandler(composer, completer),
			createPaneKeyHandler(paneOptions),
			handleComposerKey,
			createProgramHandler({onFind: findBar.open, onHelp: help.open, onPrompt: prompt.open, onRedraw, onInvite}),
		],
		hasMeaning: createChordTest({composer, copying, asking, help, prompt, faults, commandList, findBar, paneFocus}),
		onPaste(text) {
			setRefusal(undefined);
			asking.dismiss();
			help.close();
			copying.close();
			faults.close();
			if (!prompt.paste(text) && !findBar.paste(text)) {
				composer.edit({type: 'paste', text});
			}
		},
	});
	useMouse(settings.hasMouse && !isBare.value, report => {
		notifications.markRead();
		handleMouse(report, {...paneOptions, help: help.pane(), draft: isPrompting || findBar.field ? undefined : draft});
	});
	const coverHints = listCoverHints({help: help.shown, xray: faults.shown ? undefined : xray.shown}, hintContext);
	const find = findBar.field && !copying.selected ? panes.messages.finder : undefined;
	const hasAnswers = [hintContext.answers, find, completer.choices[1], prompt.field].some(Boolean);
	const newNeed = coverHints !== undefined || faults.shown !== undefined ? 'cover' : hasAnswers ? 'hints' : undefined;
	if (newNeed !== need) {
		// React renders again before anything is drawn.
		setNeed(newNeed);
	}

	return (
		<AppView
			{...{state, columns, rows, layout, panes, focused, banner, draft, isRepainting}}
			isBare={copying.isBare}
			selected={copying.selected}
			covers={{help: help.shown, faults: faults.shown, xray: xray.shown}}
			list={commandList.shown}
			fields={{address: prompt.field, find: findBar.field}}
			bottom={{hints: coverHints, find, completer, context: hintContext}}
		/>
	);
}

import {useMemo, useState} from 'react';
import {Box, useWindowSize} from 'ink';
import type {ScreenPowers} from '../chat/commands.ts';
import type {ChatState} from '../chat/state.ts';
import {useKeyState} from '../hooks/use-key-state.ts';
import {BottomBar} from './bottom-bar.tsx';
import {completableOf, screenCommands} from './completable.ts';
import {composerMargin} from './composer.tsx';
import {viewDraft} from './composer-view.ts';
import {Entry} from './entry.tsx';
import {focusIn} from './focus.ts';
import {Header} from './header.tsx';
import {Help} from './help.tsx';
import {helpRows} from './help-rows.ts';
import {hintsOf, type Situation} from './hints.ts';
import {isTooSmall, layoutOf, type View} from './layout.ts';
import {Notice} from './notice.tsx';
import {noticeHeight} from './notice-rows.ts';
import {completionKeys, findKeys, programKeys, promptKeys} from './other-keys.ts';
import {scrollPane} from './pane.ts';
import {paneKeys} from './pane-keys.ts';
import {Panes} from './panes.tsx';
import {pointAt} from './point-at.ts';
import {sendWith} from './send.ts';
import {TooSmall} from './too-small.tsx';
import {useAttention} from './use-attention.ts';
import {useCommands, type Outcome} from './use-commands.ts';
import {useCompletion, type CompletePath} from './use-completion.ts';
import {useComposer} from './use-composer.ts';
import {useDraftKeys} from './use-draft-keys.ts';
import {useHelp} from './use-help.ts';
import {useMouse} from './use-mouse.ts';
import {useNoWrap} from './use-no-wrap.ts';
import {useNotice} from './use-notice.ts';
import {usePanes} from './use-panes.ts';
import {usePreferences, type Preferences} from './use-preferences.ts';
import {useRepaint} from './use-repaint.ts';
import {useSuspend} from './use-suspend.ts';
import {useTyping} from './use-typing.ts';

type Props = {
	readonly preferences?: Preferences;
	readonly state: ChatState;
	/** A line was entered. When it is refused, the draft stays, and the sentence stands above it until the next key. */
	readonly onSubmit: (line: string, screen: ScreenPowers) => Outcome;
	/** The user begins to write, or has stopped. */
	readonly onTyping?: (isTyping: boolean) => void;
	/** A key was pressed, whatever it does. */
	readonly onKey?: () => void;
	/** Enter with an empty draft while the chat waits for its next attempt. */
	readonly onRetry: () => void;
	/** Ctrl+C with an empty draft. */
	readonly onLeave: () => void;
	/** The first message of the history is in view, and there may be some before it. */
	readonly onOlder?: () => void;
	/** Writes what was said to a file. */
	readonly onSave?: (file: string, state: ChatState) => Outcome;
	/** What a path that is being typed can become. */
	readonly completePath?: CompletePath;
	/** Another address to dial, while a join has never reached its room. Without it, F4 does nothing. */
	readonly onAddress?: (address: string) => Outcome;
};

/** The split-pane screen: draws a chat's state, and turns keys into calls. It knows no socket. */
export function App({preferences, state, onSubmit, onTyping, onKey, onRetry, onLeave, onOlder, onSave, completePath, onAddress}: Props) {
	const {columns, rows} = useWindowSize();
	const [refusal, setRefusal] = useState(preferences?.problem);
	const settings = usePreferences(preferences ?? {}, setRefusal);
	useNoWrap();
	const {count, redraw, suspend} = useSuspend(settings.hasMouse);
	const isRepainting = useRepaint(columns, rows, count);
	const composer = useComposer();
	const completer = useCompletion({composer, completable: () => completableOf(state), completePath});
	useTyping(composer.draft.text, onTyping);
	const notice = useNotice(state, refusal);
	const attention = useAttention(state, settings.bell);

	const {members, status, role} = state;
	const canChangeAddress = role === 'join' && !state.hasBeenOpen && status.status !== 'closed' && onAddress !== undefined;
	const prompt = useKeyState(false);
	const isPrompting = prompt.value && canChangeAddress;
	const focus = useKeyState<View>('messages');

	const draftColumns = columns - composerMargin;
	const draft = useMemo(() => viewDraft(composer.draft, draftColumns), [composer.draft, draftColumns]);
	const layout = layoutOf({
		columns,
		rows,
		composerRows: isPrompting ? 1 : draft.rows.length,
		noticeRows: notice ? noticeHeight(notice, columns) : 0,
		members: members.length,
		view: focus.value,
		hidden: preferences?.hidden,
	});
	const focused = focusIn(layout, focus.value);
	const panes = usePanes({state, layout, newFrom: attention.newFrom, onOlder});

	const situation: Situation = {
		status: status.status,
		kind: layout.kind,
		view: focused,
		isDraftEmpty: composer.draft.text === '',
		isScrolled: panes[focused].scroll !== undefined,
		canScroll: panes[focused].pane.canScroll,
		canChangeAddress,
		isPrompting,
	};
	const helpHeight = layout.composer.y - 1 - (layout.notice?.rows ?? 0);
	const help = useHelp(() => helpRows({hints: hintsOf(situation), commands: screenCommands(role)}, columns), helpHeight);

	const draftKeys = useDraftKeys({
		composer,
		columns: draftColumns,
		onSend: sendWith({state, kind: layout.kind, focus, messages: panes.messages, settings, onSubmit, onSave}),
		onRefusal: setRefusal,
		onNothing() {
			if (status.status === 'waiting') {
				onRetry();
			}
		},
		onLeave,
		onWheel(delta) {
			scrollPane(panes[focus.current()].pane, delta);
		},
	});
	const paneParts = {layout, focus, panes: {messages: panes.messages.pane, log: panes.log.pane, peers: panes.peers.pane}, composer};
	useCommands({
		onKey({type}) {
			onKey?.();
			attention.read();
			setRefusal(undefined);
			if (type !== 'complete' && type !== 'complete-back') {
				completer.end();
			}
		},
		takers: [
			help.takesKey,
			promptKeys(prompt, canChangeAddress),
			findKeys(panes.messages.finder),
			completionKeys(composer, completer),
			paneKeys(paneParts),
			draftKeys,
			programKeys({
				composer,
				onHelp: help.open,
				onPrompt() {
					prompt.set(true);
				},
				onRedraw: redraw,
				onSuspend: suspend,
			}),
		],
		onPaste(text) {
			setRefusal(undefined);
			help.close();
			composer.edit({type: 'insert', text});
		},
		isPasteTaken: isPrompting,
	});
	useMouse(settings.hasMouse, report => {
		attention.read();
		pointAt(report, {...paneParts, help: help.pane(), draft: isPrompting ? undefined : draft});
	});

	if (isTooSmall(columns, rows)) {
		return <TooSmall />;
	}

	return (
		// After a resize, Ink draws the old tree once more before this one hears of it: so no width is fixed that could not shrink.
		<Box flexDirection="column" width="100%" height={isRepainting ? rows - 1 : rows}>
			<Header
				role={role}
				plain={state.plain}
				room={state.room}
				myName={state.myName}
				address={state.address}
				invite={state.invite}
				status={status}
				members={members}
				columns={columns}
			/>
			{help.shown ? (
				<Help content={help.shown.content} first={help.shown.first} columns={columns} rows={helpHeight} />
			) : (
				<Panes layout={layout} state={state} panes={panes} focused={focused} />
			)}
			{layout.notice && notice ? <Notice notice={notice} columns={columns} rows={layout.notice.rows} /> : null}
			<Entry
				state={state}
				draft={draft}
				rect={layout.composer}
				isPrompting={isPrompting}
				onAddress={onAddress}
				onRefusal={setRefusal}
				onPrompted={() => {
					prompt.set(false);
				}}
			/>
			{!isRepainting && (
				<BottomBar help={help.shown} found={panes.messages.finder.found} completer={completer} situation={situation} columns={columns} />
			)}
		</Box>
	);
}

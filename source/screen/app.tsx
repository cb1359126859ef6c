import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import {Box, Text, useWindowSize} from 'ink';
import type {Bell, ScreenPowers} from '../chat/commands.ts';
import type {ChatState} from '../chat/state.ts';
import {scrollBy, useScroll, visibleSlices} from '../hooks/use-scroll.ts';
import {Composer, composerMargin} from './composer.tsx';
import {viewDraft} from './composer-view.ts';
import {logSource} from './connection-log.tsx';
import {Header} from './header.tsx';
import {isTooSmall, layoutOf, minimumColumns, minimumRows, nextView, type View} from './layout.ts';
import {Notice} from './notice.tsx';
import {noticeHeight, noticeOf} from './notice-rows.ts';
import {Panes} from './panes.tsx';
import {Prompt} from './prompt.tsx';
import {completableOf, screenCommands} from './completable.ts';
import {ChoiceBar} from './choice-bar.tsx';
import {FindBar} from './find-bar.tsx';
import {Help} from './help.tsx';
import {hostIdOf} from './peer-rows.ts';
import {StatusBar} from './status-bar.tsx';
import {placeholderOf} from './status-words.ts';
import {useAttention} from './use-attention.ts';
import {useCommands, type Outcome, type Scrolled} from './use-commands.ts';
import {useCompletion} from './use-completion.ts';
import {useComposer} from './use-composer.ts';
import {useFind} from './use-find.ts';
import {useLastReason} from './use-last-reason.ts';
import {useMessages} from './use-messages.ts';
import {useNoWrap} from './use-no-wrap.ts';
import {useRepaint} from './use-repaint.ts';
import {useSuspend} from './use-suspend.ts';
import {useTyping} from './use-typing.ts';

/** What the user has settled before, and how it is kept. */
export type Preferences = {
	readonly bell?: Bell | undefined;
	/** Panes that are shown only when they are asked for. */
	readonly hidden?: ReadonlyArray<'log' | 'peers'> | undefined;
	/** What is wrong with them: a sentence. */
	readonly problem?: string | undefined;
	/** Keeps the bell. Gives the sentence that says why it could not. */
	readonly keepBell?: (bell: Bell) => string | undefined;
};

const noPreferences: Preferences = {};

type Props = {
	readonly preferences?: Preferences;
	readonly state: ChatState;
	/** A line was entered. When it is refused, the draft stays, and the sentence stands above it until the next key. */
	readonly onSubmit: (line: string, screen: ScreenPowers) => Outcome;
	/** The user begins to write, or has stopped. */
	readonly onTyping?: (isTyping: boolean) => void;
	/** Enter with an empty draft while the chat waits for its next attempt. */
	readonly onRetry: () => void;
	/** Ctrl+C with an empty draft. */
	readonly onLeave: () => void;
	/** The first message of the history is in view, and there may be some before it. */
	readonly onOlder?: () => void;
	/** Writes what was said to a file. */
	readonly onSave?: (file: string, state: ChatState) => Outcome;
	/** Another address to dial, while a join has never reached its room. Without it, F4 does nothing. */
	readonly onAddress?: (address: string) => Outcome;
};

/** What was said after this item; all of it where there is none. */
const withoutCleared = (state: ChatState, clearedAt: string | undefined): ChatState => {
	const index = clearedAt === undefined ? -1 : state.history.findLastIndex(({key}) => key === clearedAt);
	return index === -1 ? state : {...state, history: state.history.slice(index + 1)};
};

/** The split-pane screen: draws a chat's state, and turns keys into calls. It knows no socket. */
export function App({preferences = noPreferences, state, onSubmit, onTyping, onRetry, onLeave, onOlder, onSave, onAddress}: Props) {
	const {columns, rows} = useWindowSize();
	useNoWrap();
	const {count, redraw, suspend} = useSuspend();
	const isRepainting = useRepaint(columns, rows, count);
	const [view, setView] = useState<View>('messages');
	const [wantsPrompt, setWantsPrompt] = useState(false);
	const [refusal, setRefusal] = useState(preferences.problem);
	const [isHelping, setIsHelping] = useState(false);
	const composer = useComposer();
	const completer = useCompletion(composer, () => completableOf(state));
	useTyping(composer.draft.text, onTyping);
	const messageScroller = useScroll();
	const logScroller = useScroll();
	const lastReason = useLastReason(state);

	const {members, log, status, role} = state;
	const canChangeAddress = role === 'join' && !state.hasBeenOpen && status.status !== 'closed' && onAddress !== undefined;
	const isPrompting = wantsPrompt && canChangeAddress;
	const draftColumns = columns - composerMargin;
	const draft = useMemo(() => viewDraft(composer.draft, draftColumns), [composer.draft, draftColumns]);
	const notice = useMemo(() => noticeOf(status, lastReason, refusal), [status, lastReason, refusal]);
	const layout = layoutOf({
		columns,
		rows,
		composerRows: isPrompting ? 1 : draft.rows.length,
		noticeRows: notice ? noticeHeight(notice, columns) : 0,
		members: members.length,
		view,
		hidden: preferences.hidden,
	});

	const [bell, setBell] = useState<Bell>(preferences.bell ?? 'mention');
	const attention = useAttention(state, bell);
	const [clearedAt, setClearedAt] = useState<string>();
	const place = useRef<Scrolled>(undefined);
	const finder = useFind({
		history: state.history,
		oldest: state.oldest,
		onOlder,
		onShow: useCallback((index: number) => {
			place.current?.scroller.to(place.current.source, place.current.rows, index);
		}, []),
	});
	const shown = useMemo(() => withoutCleared(state, clearedAt), [state, clearedAt]);
	const {source: messages, welcome} = useMessages(shown, layout.messages?.columns ?? columns, {
		find: finder.found?.text,
		newFrom: attention.newFrom,
	});
	const logEntries = useMemo(() => logSource(log), [log]);
	const panes: Readonly<Record<View, Scrolled | undefined>> = {
		messages: layout.messages && {scroller: messageScroller, source: messages, rows: layout.messages.rows - 1},
		log: layout.log && {scroller: logScroller, source: logEntries, rows: layout.log.rows - 1},
		peers: undefined,
	};
	const scrolled = panes[layout.kind !== 'single' && view === 'peers' ? 'messages' : view];

	useEffect(() => {
		place.current = panes.messages;
	});
	const scroll = scrolled?.scroller.scroll;
	const messageScroll = messageScroller.scroll;
	const isAtTop = messageScroll !== undefined && visibleSlices(messages, messageScroll, panes.messages?.rows ?? 0)[0]?.index === 0;
	useEffect(() => {
		if (isAtTop) {
			onOlder?.();
		}
	}, [isAtTop, state.oldest, onOlder]);

	useCommands({
		composer,
		completer,
		draftColumns,
		scrolled,
		isPrompting,
		onRefusal: setRefusal,
		onScroll(delta) {
			if (delta < 0) {
				setClearedAt(undefined);
			}
		},
		onSend(text) {
			let isFinding = false;
			let isShowingLog = false;
			const outcome = onSubmit(text, {
				find(wanted) {
					isFinding = true;
					setClearedAt(undefined);
					finder.start(wanted);
					return {ok: true};
				},
				clear() {
					setClearedAt(state.history.at(-1)?.key);
				},
				showLog() {
					isShowingLog = true;
					setView(current => (current === 'log' ? 'messages' : 'log'));
				},
				setBell(wanted) {
					setBell(wanted);
					setRefusal(preferences.keepBell?.(wanted));
				},
				save: file => onSave?.(file, state) ?? {ok: false, text: 'Nothing can be written here.'},
			});
			if (outcome.ok && !isFinding) {
				messageScroller.toBottom();
				finder.end();
			}

			if (outcome.ok && layout.kind === 'single' && !isShowingLog) {
				setView('messages');
			}

			return outcome;
		},
		onNothing() {
			if (status.status === 'waiting') {
				onRetry();
			}
		},
		onLeave,
		onNextView() {
			setView(current => nextView(layout.kind, current));
		},
		onPrompt: setWantsPrompt,
		isHelping,
		onHelp: setIsHelping,
		onRedraw: redraw,
		onSuspend: suspend,
		finder,
		attention,
	});

	const dial = (wanted: string) => {
		const outcome = wanted === '' ? undefined : onAddress?.(wanted);
		if (outcome && !outcome.ok) {
			setRefusal(outcome.text);
			return;
		}

		setWantsPrompt(false);
	};

	if (isTooSmall(columns, rows)) {
		return (
			<Text>
				Make this window larger ({minimumColumns}×{minimumRows})
			</Text>
		);
	}

	const bar = finder.found ? (
		<FindBar found={finder.found} columns={columns} />
	) : completer.choices.length > 1 ? (
		<ChoiceBar choices={completer.choices} chosen={completer.chosen} columns={columns} />
	) : (
		<StatusBar
			status={status.status}
			kind={layout.kind}
			view={view}
			isDraftEmpty={composer.draft.text === ''}
			isScrolled={scroll !== undefined}
			canScroll={scrolled !== undefined && scrollBy(scrolled.source, scroll, scrolled.rows, -1) !== undefined}
			canChangeAddress={canChangeAddress}
			isPrompting={isPrompting}
			isHelping={isHelping}
			columns={columns}
		/>
	);

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
			{isHelping ? (
				<Help columns={columns} rows={layout.composer.y - 1 - (layout.notice?.rows ?? 0)} commands={screenCommands(role)} />
			) : (
				<Panes
					layout={layout}
					members={members}
					myId={state.myId}
					hostId={hostIdOf(state)}
					log={log}
					messages={messages}
					messageScroll={messageScroller.scroll}
					logEntries={logEntries}
					logScroll={logScroller.scroll}
					welcome={welcome}
				/>
			)}
			{layout.notice && notice ? <Notice notice={notice} columns={columns} rows={layout.notice.rows} /> : null}
			{isPrompting ? (
				<Prompt label="Address" placeholder="192.168.1.20:5000" rows={layout.composer.rows} onSubmit={dial} />
			) : (
				<Composer view={draft} placeholder={placeholderOf(state)} top={layout.composer.y} rows={layout.composer.rows} />
			)}
			{!isRepainting && bar}
		</Box>
	);
}

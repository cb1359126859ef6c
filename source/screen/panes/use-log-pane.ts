import {useEffect, useMemo} from 'react';
import type {SubmitResult} from '../../chat/commands/types.ts';
import {canUnfold, listOpenSockets, listRows} from '../../chat/socket-log/list-rows.ts';
import type {ChatState} from '../../chat/state.ts';
import type {Pane} from '../layout/pane.ts';
import {scrollBy, sliceView, type Scroll} from '../layout/scroll.ts';
import {useScroll} from '../layout/use-scroll.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import type {Row} from '../primitives/rows.ts';
import type {KeyPress} from '../terminal/keys.ts';
import {createLogSource, type LogSource} from './log-source.ts';
import {createNameFinder} from './find-name.ts';
import {describeChoice, findConnections, foldedLog, parseLogArgument} from './log-view.ts';
import {layoutPins} from './pin-rows.ts';

type Options = {
	readonly state: ChatState;
	readonly columns: number;
	/** The rows below the title. */
	readonly rows: number;
	readonly isFocused: boolean;
};

export type LogPaneState = {
	readonly pane: Pane;
	readonly source: LogSource;
	readonly scroll: Scroll;
	/** The open sockets, above the rows that scroll. */
	readonly pins: readonly Row[];
	/** What the title says of the rows that are shown. */
	readonly choice: string | undefined;
	/** What Enter does to the row that is selected, if one is. */
	readonly enter: 'unfold' | 'fold' | undefined;
	/** Chooses the rows as the argument of `/log` says. */
	readonly choose: (argument: string) => SubmitResult;
	/** Handles a key while the pane is focused and the draft is empty. */
	readonly handleKey: (press: KeyPress) => boolean;
};

/** From this width on, the focused pane shows more of each call. */
const wideColumns = 60;

/** Returns the keys of the rows in view that Enter can unfold, top to bottom. */
const listFolds = (source: LogSource, scroll: Scroll, rows: number): readonly string[] =>
	sliceView(source, scroll, rows).flatMap(({index}) => {
		const row = source.rows[index];
		return row && canUnfold(row) ? [row.key] : [];
	});

/** The state of the connection log's pane: which rows, what is unfolded, the scroll position. */
export const useLogPane = ({state, columns, rows, isFocused}: Options): LogPaneState => {
	const {socketLog, role, plain, members, myId} = state;
	const scroller = useScroll();
	const choice = useLatestState(foldedLog);
	const unfolded = useLatestState<ReadonlySet<string>>(new Set());
	const chosen = useLatestState<string | undefined>(undefined);
	const findName = useMemo(() => createNameFinder({role, plain, members, myId}), [role, plain, members, myId]);
	const form = isFocused && columns >= wideColumns ? 'wide' : 'narrow';
	const listed = useMemo(
		() =>
			listRows(socketLog, {
				isComplete: choice.value.kind === 'all',
				connections: findConnections(choice.value, socketLog.sockets, findName),
				unfolded: unfolded.value,
			}),
		[socketLog, choice.value, findName, unfolded.value],
	);
	const pins = useMemo(
		() => layoutPins(listOpenSockets(socketLog), {columns, rows: Math.floor((rows + 1) / 3), form, findName}),
		[socketLog, columns, rows, form, findName],
	);
	const streamRows = rows - pins.length;
	const plainSource = useMemo(
		() => createLogSource(listed, {columns, form, selected: undefined}),
		[listed, columns, form],
	);
	const {scroll, to} = scroller;
	const folds = isFocused ? listFolds(plainSource, scroll, streamRows) : [];
	const select = (wanted: string | undefined): string | undefined =>
		wanted !== undefined && folds.includes(wanted) ? wanted : folds.at(-1);
	const selected = select(chosen.value);
	const source = useMemo(
		() => (selected === undefined ? plainSource : createLogSource(listed, {columns, form, selected})),
		[plainSource, listed, columns, form, selected],
	);
	const opened = chosen.value !== undefined && unfolded.value.has(chosen.value) ? chosen.value : undefined;
	useEffect(() => {
		const index = opened === undefined ? -1 : plainSource.rows.findIndex(({key}) => key === opened);
		const isInView = sliceView(plainSource, scroll, streamRows).some(slice => slice.index === index);
		if (index !== -1 && !isInView) {
			to(plainSource, streamRows, index);
		}
		// Only when a row has just been unfolded: then it stays in view.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [opened, unfolded.value]);

	const selectNext = (step: 1 | -1): boolean => {
		const index = folds.indexOf(select(chosen.current()) ?? '');
		const next = index === -1 ? undefined : folds[index + step];
		if (next === undefined) {
			return false;
		}

		chosen.set(next);
		return true;
	};

	const toggle = (): boolean => {
		const key = select(chosen.current());
		if (key === undefined) {
			return false;
		}

		const next = new Set(unfolded.current());
		next[next.has(key) ? 'delete' : 'add'](key);
		unfolded.set(next);
		chosen.set(key);
		return true;
	};

	return {
		pane: {
			scroller,
			source,
			rows: streamRows,
			canScroll: scrollBy(source, scroll, streamRows, -1) !== undefined,
		},
		source,
		scroll,
		pins,
		choice: describeChoice(choice.value),
		enter: selected === undefined ? undefined : unfolded.value.has(selected) ? 'fold' : 'unfold',
		choose(argument) {
			const result = parseLogArgument(argument, state, findName);
			if (!result.ok) {
				return result;
			}

			choice.set(result.choice);
			scroller.toBottom();
			return {ok: true};
		},
		handleKey(press) {
			switch (press.type) {
				case 'submit': {
					return toggle();
				}

				case 'up':
				case 'down': {
					return press.isBurst !== true && selectNext(press.type === 'up' ? -1 : 1);
				}

				default: {
					return false;
				}
			}
		},
	};
};

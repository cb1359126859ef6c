/** Checks the rows of a state on the screen: none is harmful, or wider than its columns. */
import assert from 'node:assert/strict';
import type {ChatState} from '../../source/chat/state.ts';
import {layoutHeader} from '../../source/screen/bars/header-row.ts';
import {listOpenSockets, listRows} from '../../source/chat/socket-log/list-rows.ts';
import {layoutLogRow} from '../../source/screen/panes/log-rows.ts';
import {createNameFinder} from '../../source/screen/panes/find-name.ts';
import {layoutPins} from '../../source/screen/panes/pin-rows.ts';
import {layoutItem} from '../../source/screen/messages/message-rows.ts';
import {measureNameColumns} from '../../source/screen/messages/name-column.ts';
import {chooseBanner, layoutBanner} from '../../source/screen/bars/banner-rows.ts';
import {findHostId, layoutPeerLine, measurePeerNames, layoutPeer} from '../../source/screen/panes/peer-rows.ts';
import {measureRow, type Row} from '../../source/screen/primitives/rows.ts';
import {findHarm} from '../helpers/hostile.ts';

export const checkRows = (state: ChatState, columns: number) => {
	const now = Date.now();
	const roles = {myId: state.myId, hostId: findHostId(state)};
	const frame = {columns, nameColumns: measureNameColumns(state, columns), myName: state.myName};
	const nameColumns = measurePeerNames(state.members, roles);
	const notice = chooseBanner(state.status, undefined, undefined);
	const rows: readonly Row[] = [
		layoutHeader(state, columns, now),
		...(notice ? layoutBanner(notice, columns, now) : []),
		layoutPeerLine(state.members, roles, [{text: ' Peers'}], columns),
		...state.members.map(member => layoutPeer(member, roles, {columns, nameColumns, now})),
		...layoutPins(listOpenSockets(state.socketLog), {
			columns,
			rows: 8,
			form: 'wide',
			findName: createNameFinder(state),
		}),
		...[true, false].flatMap(isComplete =>
			listRows(state.socketLog, {isComplete, unfolded: new Set()}).flatMap(row =>
				layoutLogRow(row, {columns, form: isComplete ? 'wide' : 'narrow', isSelected: false}),
			),
		),
		...[...state.history, ...state.pending].flatMap(entry => layoutItem(entry, false, frame)),
	];
	for (const row of rows) {
		const text = row.map(span => span.text).join('');
		assert.equal(findHarm(text), undefined, JSON.stringify(text));
		assert.ok(!text.includes('\n'), JSON.stringify(text));
		assert.ok(measureRow(row) <= columns, `${measureRow(row)} columns of ${columns}: ${text}`);
	}
};

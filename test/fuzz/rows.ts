/** What a state looks like on the screen: no row may do harm, or be wider than it should. */
import assert from 'node:assert/strict';
import type {ChatState} from '../../source/chat/state.ts';
import {headerRow} from '../../source/screen/bars/header-row.ts';
import {logRow} from '../../source/screen/panes/log-rows.ts';
import {entryRows, nameColumnsOf} from '../../source/screen/messages/message-rows.ts';
import {noticeOf, noticeRows} from '../../source/screen/bars/notice-rows.ts';
import {hostIdOf, peerLine, peerNameColumns, peerRow} from '../../source/screen/panes/peer-rows.ts';
import {rowColumns, type Row} from '../../source/screen/primitives/rows.ts';
import {findHarm} from '../helpers/hostile.ts';

export const checkRows = (state: ChatState, columns: number) => {
	const now = Date.now();
	const roles = {myId: state.myId, hostId: hostIdOf(state)};
	const frame = {columns, nameColumns: nameColumnsOf(state, columns), myName: state.myName};
	const nameColumns = peerNameColumns(state.members, roles);
	const notice = noticeOf(state.status, undefined, undefined);
	const rows: readonly Row[] = [
		headerRow(state, columns, now),
		...(notice ? noticeRows(notice, columns, now) : []),
		peerLine(state.members, roles, [{text: ' Peers'}], columns),
		...state.members.map(member => peerRow(member, roles, {columns, nameColumns, now})),
		...state.socketLog.map(entry => logRow(entry, columns)),
		...[...state.history, ...state.pending].flatMap(entry => entryRows(entry, false, frame)),
	];
	for (const row of rows) {
		const text = row.map(span => span.text).join('');
		assert.equal(findHarm(text), undefined, JSON.stringify(text));
		assert.ok(!text.includes('\n'), JSON.stringify(text));
		assert.ok(rowColumns(row) <= columns, `${rowColumns(row)} columns of ${columns}: ${text}`);
	}
};

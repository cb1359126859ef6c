import assert from 'node:assert/strict';
import test from 'node:test';
import {layoutHeader} from '../../../source/screen/bars/header-row.ts';
import {measureRow} from '../../../source/screen/primitives/rows.ts';
import {formatShortStatus, formatStatus} from '../../../source/screen/primitives/status-text.ts';
import {joinSpans, now, scenarios} from '../rows-fixture.ts';
import {createScenario} from '../scenarios.ts';

const active = {fault: {kind: 'split', bytes: 4}, target: 'nc-1', until: now + 42_000} as const;

test('with --lab the header says LAB; a fault and its time are whole at every width, in trouble', () => {
	for (const name of scenarios) {
		const state = createScenario(name, now);
		assert.doesNotMatch(joinSpans(layoutHeader(state, 120, now)), /LAB/);
		for (let columns = 50; columns <= 160; columns++) {
			assert.match(joinSpans(layoutHeader({...state, lab: {}}, columns, now)), / LAB /);
			const row = layoutHeader({...state, lab: {active}}, columns, now);
			assert.equal(measureRow(row), columns);
			const words = [formatStatus(state, now), formatShortStatus(state, now)];
			assert.ok(words.some(text => joinSpans(row).endsWith(` ${text} `)));
			const trouble = row.find(({tone}) => tone === 'headerTrouble');
			assert.match(trouble?.text ?? '', /^LAB split 4 B( nc-1)? 42 s/, `${name}, ${columns}: ${joinSpans(row)}`);
		}
	}
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {cutRow, spreadRow} from '../../../source/screen/primitives/rows.ts';
import {joinSpans} from '../rows-fixture.ts';

test('a cut row ends with …, and the right end of a spread row is never cut', () => {
	assert.equal(joinSpans(cutRow([{text: 'abc'}, {text: 'def'}], 6)), 'abcdef');
	assert.equal(joinSpans(cutRow([{text: 'abc'}, {text: 'def'}], 5)), 'abcd…');
	assert.equal(joinSpans(cutRow([{text: 'abc'}, {text: 'def'}], 3)), 'ab…');
	assert.equal(joinSpans(spreadRow([{text: 'left'}], [{text: 'right'}], 12)), 'left   right');
	assert.equal(joinSpans(spreadRow([{text: 'left'}], [{text: 'right'}], 8)), 'le…right');
});

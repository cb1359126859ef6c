import assert from 'node:assert/strict';
import test from 'node:test';
import {computeConnectionLimit} from '../../source/cli/descriptor-limit.ts';

const limits = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units
Max processes             7                    8                    processes
Max open files            ${soft.padEnd(20)} 1048576              files
`;

test('a host accepts fewer connections than the process may open files', () => {
	assert.equal(computeConnectionLimit(2048, limits('1048576')), 2048);
	assert.equal(computeConnectionLimit(2048, limits('1024')), 896);
	assert.equal(computeConnectionLimit(2048, limits('20')), 8);
	assert.equal(computeConnectionLimit(2048, limits('unlimited')), 2048);
	assert.equal(computeConnectionLimit(2048, undefined), 2048);
});

import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {Lease, LeaseLostError, takeLease} from '../../../source/storage/lock/lease.ts';
import {describeOwner, hasEnded, type LeaseOwner} from '../../../source/storage/lock/lease-owner.ts';
import {temporaryFolder} from '../folder.ts';

const createError = (host: string) => new Error(`held by ${host}`);
/** A process on another computer that shares the folder by a network. */
const elsewhere: LeaseOwner = {host: 'far', machine: 'm2', boot: 'b2', pids: 'p2', pid: 7, folder: '9:9'};

/** Counts the time that is waited, and does something meanwhile. */
const createTime = (meanwhile: (waited: number) => void = () => undefined) => {
	let waited = 0;
	return {
		async wait(ms: number) {
			waited += ms;
			meanwhile(waited);
		},
		waited: () => waited,
	};
};

test('a lease that its owner renews is refused after one renewal, with the name of the computer', async t => {
	const folder = temporaryFolder(t);
	const held = await takeLease(folder, {owner: elsewhere, createError});
	const time = createTime(waited => {
		if (waited === 2000) {
			held.renew();
		}
	});
	await assert.rejects(takeLease(folder, {...time, createError}), {message: 'held by far'});
	assert.equal(time.waited(), 2000);
	held.check();
});

test('a lease that nothing renews is taken over, and its owner loses it before it writes again', async t => {
	const folder = temporaryFolder(t);
	const stopped = await takeLease(folder, {owner: elsewhere, createError});
	const time = createTime();
	const next = await takeLease(folder, {...time, createError});
	assert.ok(time.waited() > 6000);
	next.renew();
	assert.throws(() => {
		stopped.check();
	}, LeaseLostError);
	assert.throws(() => {
		stopped.renew();
	}, LeaseLostError);

	stopped.release();
	next.check();
	next.release();
	assert.deepEqual(readdirSync(folder), []);
});

test('of two that wait for the same dead lease, one gets it', async t => {
	const folder = temporaryFolder(t);
	await takeLease(folder, {owner: elsewhere, createError});
	const take = async (host: string) =>
		takeLease(folder, {owner: {...elsewhere, host, boot: host}, wait: async () => undefined, createError});
	const results = await Promise.allSettled([take('one'), take('two')]);
	assert.deepEqual(results.map(({status}) => status).toSorted(), ['fulfilled', 'rejected']);
});

test('a lease whose owner has ended for sure is taken over at once', async t => {
	const folder = temporaryFolder(t);
	const me = describeOwner(folder);
	const file = path.join(folder, 'lease');
	// The lock's socket, which the caller has, decides for all who see the same folder.
	new Lease(file, {...me, pid: 1, pids: 'of a container'}).check();
	const time = createTime();
	(await takeLease(folder, {...time, createError})).check();
	assert.equal(time.waited(), 0);
	const other = {...me, folder: 'by another path'};
	assert.ok(!hasEnded(other, me));
	assert.ok(hasEnded({...other, pid: 2 ** 30}, me));
	assert.ok(hasEnded({...other, boot: 'before', machine: 'm'}, {...me, machine: 'm'}));
	assert.ok(!hasEnded({...elsewhere, pid: 2 ** 30}, me));
	assert.ok(!hasEnded({...other, pids: 'of a container', pid: 2 ** 30}, me));
});

test('a lease outlives its file, and a file that is no lease is waited for', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'lease');
	const lease = await takeLease(folder, {createError});
	rmSync(file);
	lease.check();
	lease.renew();
	assert.ok(existsSync(file));
	lease.renew();
	assert.match(readFileSync(file, 'utf8'), /"count":"0{14}2"/);
	writeFileSync(file, '');
	assert.throws(() => {
		lease.check();
	}, LeaseLostError);
	const time = createTime();
	await takeLease(folder, {...time, createError});
	assert.ok(time.waited() > 6000);
});

/** What a first-time user has to download and wait for. */
import {once} from 'node:events';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {atMost, type Row} from '../figure.ts';
import {median} from '../statistics.ts';
import {onStage, type Stage} from '../stage.ts';

const root = path.resolve(import.meta.dirname, '../..');

const npm = async (stage: Stage, ...args: readonly string[]): Promise<void> => {
	const child = stage.start(['npm', ...args], {HOME: await stage.folder(), npm_config_cache: await stage.folder()});
	const [code] = (await once(child, 'exit')) as [number];
	if (code !== 0) {
		throw new Error(`npm ${args.join(' ')} has failed.`);
	}
};

const pack = async (stage: Stage): Promise<string> => {
	const folder = await stage.folder();
	// `npm run benchmark` has just built it.
	await npm(stage, 'pack', root, '--silent', '--ignore-scripts', '--pack-destination', folder);
	const [file = ''] = await readdir(folder);
	return path.join(folder, file);
};

const countPackages = async (stage: Stage, tarball: string): Promise<number> => {
	const folder = await stage.folder();
	await npm(stage, 'install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, tarball);
	const names = await readdir(path.join(folder, 'node_modules'));
	return names.filter(name => !name.startsWith('.')).length;
};

/** Returns the seconds of `npx` with an empty cache. */
const timeOfNpx = async (tarball: string): Promise<number> =>
	onStage(async stage => {
		const folder = await stage.folder();
		const start = performance.now();
		await npm(stage, 'exec', '--yes', '--prefix', folder, `--package=${tarball}`, '--', 'socket-chat', '--version');
		return (performance.now() - start) / 1000;
	});

const timeOfNpm = async (): Promise<number> =>
	onStage(async stage => {
		const start = performance.now();
		await npm(stage, '--version');
		return (performance.now() - start) / 1000;
	});

export const packaging: Row = {
	name: 'package',
	how: '`npm pack`, then `npm install` and `npm exec` (npx) of the tarball in empty folders, with an empty cache and home, until `socket-chat --version` has ended. Downloading the tarball is not included.',
	async measure({rounds}) {
		return onStage(async stage => {
			const tarball = await pack(stage);
			const {size} = await stat(tarball);
			const packages = await countPackages(stage, tarball);
			const times: number[] = [];
			const bare: number[] = [];
			for (let round = 0; round < rounds; round++) {
				times.push(await timeOfNpx(tarball));
				bare.push(await timeOfNpm());
			}

			const npx = median(times);
			return [
				{what: 'tarball', unit: 'kB', value: size / 1000, goal: atMost(size / 1000, 250, 'at most 250 kB')},
				{what: 'packages installed', unit: '', value: packages, goal: atMost(packages, 1, '1')},
				{
					what: 'cold npx of the tarball',
					unit: 's',
					value: npx,
					against: [{name: 'npm --version', value: median(bare)}],
					goal: atMost(npx, 1, 'at most 1 s'),
				},
			];
		});
	},
};

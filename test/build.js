/**
Compiles tests, and the programs that tests start, into a folder of this run: processes then start
without tsx.
*/
import {mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

// Inside the checkout, so that packages are found.
const builds = path.join(root, '.test-build');

/** Programs in TypeScript that tests start. */
const programs = [
	'scripts/campus/run.ts',
	'scripts/check-hand-in.ts',
	'source/discovery/advertise.ts',
	'source/discovery/browse.ts',
	'test/attacks/bystanders.ts',
	'test/attacks/crowd.ts',
	'test/attacks/hostile-host.ts',
	'test/attacks/pair.ts',
	'test/attacks/raw-pair.ts',
	'test/chaos/run.ts',
	'test/storage/lock/lock-child.ts',
	'test/storage/log/append-child.ts',
];

/** Compiled code still finds the files beside its source. */
const sourcePaths = {
	name: 'source-paths',
	setup({onLoad}) {
		onLoad({filter: /\.tsx?$/}, ({path: file}) => ({
			contents: readFileSync(file, 'utf8')
				.replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
				.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)),
			loader: path.extname(file).slice(1),
		}));
	},
};

/** Programs that draw with Ink: with their packages in one file, each starts in half the time. */
const inkPrograms = ['test/fixtures/ink-echo.tsx', 'test/screen/fixture.tsx'];

const isRunning = pid => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

/**
Returns the folder of the compiled files, which mirrors the checkout. It is removed when this
process ends.
*/
export const buildTests = async files => {
	mkdirSync(builds, {recursive: true});
	for (const pid of readdirSync(builds)) {
		if (!isRunning(Number(pid))) {
			rmSync(path.join(builds, pid), {recursive: true, force: true});
		}
	}

	const folder = path.join(builds, String(process.pid));
	process.once('exit', () => {
		rmSync(folder, {recursive: true, force: true});
	});
	const common = {
		absWorkingDir: root,
		outbase: root,
		outdir: folder,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		sourcemap: true,
		logLevel: 'warning',
	};
	await Promise.all([
		build({
			...common,
			entryPoints: [...files, ...programs],
			splitting: true,
			packages: 'external',
			plugins: [sourcePaths],
		}),
		build({
			...common,
			entryPoints: inkPrograms,
			banner: {js: `import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);`},
		}),
	]);
	return folder;
};

import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');

/** The compiled form of a file, where test/run.js has made one. */
const findBuilt = (file: string): string | undefined => {
	const folder = process.env.SOCKET_CHAT_TEST_BUILD;
	const built = folder && path.join(folder, path.relative(root, file).replace(/\.tsx?$/, '.js'));
	return built && existsSync(built) ? built : undefined;
};

/** The arguments with which Node runs a TypeScript program: compiled, or by tsx. */
export const nodeArguments = (file: string): readonly string[] => {
	const built = findBuilt(file);
	return built ? ['--enable-source-maps', built] : ['--import', 'tsx', file];
};

/** The command that runs a TypeScript program. */
export const commandFor = (file: string): readonly string[] => [process.execPath, ...nodeArguments(file)];

/** The URL by which a script imports a TypeScript module. */
export const moduleUrl = (file: string): string => pathToFileURL(findBuilt(file) ?? file).href;

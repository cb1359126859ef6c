/**
The platform's folders for a program's files. The home folder is looked for only when it is needed:
a user may have none.
*/
import {userInfo} from 'node:os';
import path from 'node:path';
import process from 'node:process';

export type FolderEnvironment = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: NodeJS.Platform;
	/** Returns the home folder from the system's user database. Throws for an unknown user. */
	readonly readUserHome: () => string;
};

/** The environment of this process. */
export const createFolderEnvironment = (
	env: Readonly<Record<string, string | undefined>> = process.env,
): FolderEnvironment => ({env, platform: process.platform, readUserHome: () => userInfo().homedir});

/** An empty or relative path counts as none, as the XDG specification has it. */
const takeAbsolute = (folder: string | undefined): string | undefined =>
	folder !== undefined && path.isAbsolute(folder) ? folder : undefined;

/** Returns the user's home folder; undefined if none is known. */
export const findHome = ({env, platform, readUserHome}: FolderEnvironment): string | undefined => {
	const named = takeAbsolute(platform === 'win32' ? env.USERPROFILE : env.HOME);
	if (named !== undefined) {
		return named;
	}

	try {
		return takeAbsolute(readUserHome());
	} catch {
		return undefined;
	}
};

const findFolder = (
	environment: FolderEnvironment,
	/** The folder from the environment, else below the home folder; then what is below either. */
	{named, belowHome, below}: {named: string | undefined; belowHome: readonly string[]; below: readonly string[]},
): string | undefined => {
	const chosen = takeAbsolute(named);
	if (chosen !== undefined) {
		return path.join(chosen, ...below);
	}

	const home = findHome(environment);
	return home === undefined ? undefined : path.join(home, ...belowHome, ...below);
};

/** Returns the folder for a program's data; undefined if no home folder is known. */
export const findDataFolder = (environment: FolderEnvironment): string | undefined => {
	const {env, platform} = environment;
	switch (platform) {
		case 'win32': {
			const belowHome = ['AppData', 'Local'];
			return findFolder(environment, {named: env.LOCALAPPDATA, belowHome, below: ['socket-chat', 'Data']});
		}

		case 'darwin': {
			const belowHome = ['Library', 'Application Support'];
			return findFolder(environment, {named: undefined, belowHome, below: ['socket-chat']});
		}

		default: {
			return findFolder(environment, {
				named: env.XDG_DATA_HOME,
				belowHome: ['.local', 'share'],
				below: ['socket-chat'],
			});
		}
	}
};

/** Returns the folder for what can be made again; undefined if no home folder is known. */
export const findCacheFolder = (environment: FolderEnvironment): string | undefined => {
	const {env, platform} = environment;
	switch (platform) {
		case 'win32': {
			const belowHome = ['AppData', 'Local'];
			return findFolder(environment, {named: env.LOCALAPPDATA, belowHome, below: ['socket-chat', 'Cache']});
		}

		case 'darwin': {
			return findFolder(environment, {named: undefined, belowHome: ['Library', 'Caches'], below: ['socket-chat']});
		}

		default: {
			return findFolder(environment, {named: env.XDG_CACHE_HOME, belowHome: ['.cache'], below: ['socket-chat']});
		}
	}
};

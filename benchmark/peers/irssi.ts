/** Irssi: a chat client in C, on an IRC server. */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {PseudoTerminal} from '../pseudo-terminal.ts';
import type {Stage} from '../stage.ts';
import {findProgram} from './available.ts';
import {channel} from './ngircd.ts';

export const irssiNick = 'iri';

export const irssiFile = findProgram('irssi');

/** Keeps all lines in memory; 0 would mean the default of 500. */
const settings =
	'settings = { "fe-text" = { scrollback_lines = "200000"; scrollback_time = "1day"; }; "fe-common/core" = { autofocus_new_items = "yes"; }; };';

const network = (port: number): string => `
servers = ( { address = "127.0.0.1"; chatnet = "bench"; port = "${port}"; use_tls = "no"; autoconnect = "yes"; } );
chatnets = { bench = { type = "IRC"; nick = "${irssiNick}"; }; };
channels = ( { name = "${channel}"; chatnet = "bench"; autojoin = "yes"; } );
`;

/** Starts irssi with a folder of its own. Without a port it connects to nothing. */
export const openIrssi = async (stage: Stage, file: string, port?: number): Promise<PseudoTerminal> => {
	const folder = await stage.folder();
	await writeFile(path.join(folder, 'config'), (port === undefined ? '' : network(port)) + settings);
	return new PseudoTerminal(stage, [file, `--home=${folder}`], {HOME: folder});
};

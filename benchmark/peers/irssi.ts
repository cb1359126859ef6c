/** Irssi: a chat client in C, on a server of IRC. */
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {PseudoTerminal} from '../pseudo-terminal.ts';
import type {Stage} from '../stage.ts';
import {findProgram} from './available.ts';
import {channel} from './ngircd.ts';

export const irssiNick = 'iri';

export const irssiFile = findProgram('irssi');

/** It keeps as many lines as come; 0 would be its 500. */
const settings =
	'settings = { "fe-text" = { scrollback_lines = "200000"; scrollback_time = "1day"; }; "fe-common/core" = { autofocus_new_items = "yes"; }; };';

const network = (port: number): string => `
servers = ( { address = "127.0.0.1"; chatnet = "bench"; port = "${port}"; use_tls = "no"; autoconnect = "yes"; } );
chatnets = { bench = { type = "IRC"; nick = "${irssiNick}"; }; };
channels = ( { name = "${channel}"; chatnet = "bench"; autojoin = "yes"; } );
`;

/** With a folder of its own. Without a port it dials nobody. */
export const openIrssi = async (stage: Stage, file: string, port?: number): Promise<PseudoTerminal> => {
	const folder = await stage.folder();
	await writeFile(path.join(folder, 'config'), (port === undefined ? '' : network(port)) + settings);
	return new PseudoTerminal(stage, [file, `--home=${folder}`], {HOME: folder});
};

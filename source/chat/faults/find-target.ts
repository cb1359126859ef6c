import type {BreakableConnection} from '../../net/faults/breakable-connection.ts';
import type {Member} from '../../room/member.ts';
import {foldName} from '../../text/name.ts';

type Target =
	| {
			readonly ok: true;
			readonly connection: BreakableConnection;
			/** Whose connection it is: a member's name at a host, else the other end's address. */
			readonly target: string;
	  }
	| {readonly ok: false; readonly text: string};

const refuse = (text: string): Target => ({ok: false, text});

/** Finds the own link of a client. */
const findLink = (connections: readonly BreakableConnection[], name: string | undefined): Target => {
	if (name !== undefined) {
		return refuse('A client has one connection, its own: /break fault, without a name.');
	}

	const connection = connections.at(-1);
	return connection ? {ok: true, connection, target: connection.remote} : refuse('There is no connection to break.');
};

/**
Finds the connection that `/break` means. `connections`: the open ones, the newest last. `name`: as
the user gave it. `members`: those of a host, which may break plain peers only; undefined at a
client.
*/
export const findTarget = (
	connections: readonly BreakableConnection[],
	name: string | undefined,
	members: readonly Member[] | undefined,
): Target => {
	if (!members) {
		return findLink(connections, name);
	}

	const peers = connections.flatMap(connection => {
		const member = connection.isSecure ? undefined : members.find(({address}) => address === connection.remote);
		return member ? [{connection, target: member.name}] : [];
	});
	const wanted = peers.filter(({target}) => name === undefined || foldName(target) === foldName(name));
	const [first, second] = wanted;
	if (first && !second) {
		return {ok: true, ...first};
	}

	if (name !== undefined) {
		return refuse(`There is no plain peer ${name} here.`);
	}

	return first
		? refuse(`Whose connection? /break ${first.target} fault`)
		: refuse('No plain peer is here: a host can break the connection of a plain peer only.');
};

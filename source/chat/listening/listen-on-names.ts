import {isLinkLocal, isLoopback, type Endpoint} from '../../net/address.ts';
import {isAddress} from '../../net/dial/lookup.ts';
import {findNameAddresses, findOwnAddresses, type OwnNames} from '../../net/dial/own-addresses.ts';
import {listenOnMore, type ListenSources} from './listen-on-more.ts';

/** The longest that opening a room waits for this computer's own name, in milliseconds. */
const ownNameDeadline = 500;

export type ListenOptions = {
	/** The address or name to bind. Default: all interfaces. */
	readonly listen: string | undefined;
	readonly port: number;
	/** Whether to listen, too, on each loopback address that this computer's own name has. */
	readonly listenOnOwnName?: boolean;
};

/** Listens on the loopback addresses of this computer's own name, besides the main address. */
const listenOnOwnName = async (bound: Endpoint, sources: ListenSources, names: OwnNames) => {
	const found = await findOwnAddresses(names);
	const name = names.getName();
	const first = found.find(address => !address.includes(':'));
	if (first !== undefined && !isLoopback(first)) {
		const text = `Programs that call gethostname() reach ${first}: to let them in, start with --listen ${name}.`;
		sources.emit({type: 'log', verb: 'lookup', note: text});
		sources.emit({type: 'notice', text});
	}

	for (const address of found.filter(each => isLoopback(each) && each !== bound.host)) {
		const note = `your computer's name ${name} is ${address}`;
		// One after the other, as the connection log shows the calls.
		// eslint-disable-next-line no-await-in-loop
		await listenOnMore({host: address, port: bound.port}, sources, {name, note});
	}
};

/**
Returns the addresses to listen on for a name, the main one first: IPv4, which most programs try
alone.
*/
const orderForListening = (addresses: readonly string[]): readonly string[] => {
	const usable = addresses.filter(address => !isLinkLocal(address));
	const all = usable.length > 0 ? usable : addresses.slice(0, 1);
	return all.toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')));
};

/**
Listens where the options say, and on the other addresses of the same name. Resolves with the main
address once it is bound. Rejects with a ListenError.
*/
export const listenOnNames = async (
	{listen: wanted, port, listenOnOwnName: isOwnNameWanted = false}: ListenOptions,
	sources: ListenSources,
): Promise<Endpoint> => {
	const {listen, names, clock} = sources;
	const isName = names !== undefined && wanted !== undefined && !isAddress(wanted);
	// Where the lookup fails, listening fails by the same error.
	const [main = wanted, ...others] = isName
		? orderForListening(await findNameAddresses(wanted, names.lookUp))
		: [wanted];
	const bound = await listen({host: main, port});
	for (const host of others) {
		// eslint-disable-next-line no-await-in-loop
		await listenOnMore({host: host ?? '', port: bound.port}, sources, {
			name: wanted ?? '',
			note: `${wanted} is ${host}`,
		});
	}

	if (isOwnNameWanted && names) {
		await new Promise<void>(resolve => {
			const timer = clock.after(ownNameDeadline, resolve);
			const start = async () => {
				await listenOnOwnName(bound, sources, names);
				timer.stop();
				resolve();
			};

			void start();
		});
	}

	return bound;
};

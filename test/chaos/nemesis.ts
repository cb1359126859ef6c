import type {Member} from './member.ts';
import type {Fault} from './plan.ts';
import type {Proxy} from './proxy.ts';

export type Targets = {readonly host: Member; readonly clients: readonly Member[]; readonly proxies: readonly Proxy[]};

/** Injects one fault, which ends by itself. */
export const injectFault = (fault: Fault, {host, clients, proxies}: Targets) => {
	if (fault.kind === 'kill-host') {
		host.kill(fault.down);
		return;
	}

	const proxy = proxies[fault.client];
	switch (fault.kind) {
		case 'kill-client': {
			clients[fault.client]?.kill(fault.down);
			break;
		}

		case 'reset': {
			proxy?.reset();
			break;
		}

		case 'end': {
			proxy?.end();
			break;
		}

		case 'half': {
			proxy?.cutInFrame(fault.direction);
			break;
		}

		case 'hole': {
			proxy?.blackHole(fault);
			break;
		}

		case 'refuse': {
			proxy?.refuse(fault.duration);
			break;
		}

		case 'delay': {
			proxy?.slow(fault);
			break;
		}

		case 'split': {
			proxy?.slow({isSplitting: true, duration: fault.duration});
			break;
		}
	}
};

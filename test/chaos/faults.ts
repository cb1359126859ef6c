import type {Member} from './member.ts';
import type {Fault} from './plan.ts';
import type {Proxy} from './proxy.ts';

export type Stage = {readonly host: Member; readonly joins: readonly Member[]; readonly proxies: readonly Proxy[]};

/** Does one fault. Each ends by itself. */
export const doFault = (fault: Fault, {host, joins, proxies}: Stage) => {
	if (fault.kind === 'kill-host') {
		host.kill(fault.down);
		return;
	}

	const proxy = proxies[fault.join];
	switch (fault.kind) {
		case 'kill-join': {
			joins[fault.join]?.kill(fault.down);
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
			proxy?.hole(fault);
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

import type {TcpState} from '../../net/kernel/kernel-view.ts';
import type {KnownLife} from './types.ts';

/**
Returns the states in which a connection can be, by this program's own calls alone. The network's
part is not known: whether a FIN was acknowledged, or has been sent at all.
*/
export const estimateStates = ({peerFinAt, ownFinAt, closedAt, resetAt}: KnownLife): readonly TcpState[] => {
	if (resetAt !== undefined) {
		return ['CLOSED'];
	}

	if (ownFinAt === undefined && peerFinAt === undefined) {
		return closedAt === undefined ? ['ESTABLISHED'] : ['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSED'];
	}

	if (ownFinAt === undefined) {
		return closedAt === undefined ? ['CLOSE-WAIT'] : ['LAST-ACK', 'CLOSED'];
	}

	if (peerFinAt === undefined) {
		return closedAt === undefined ? ['FIN-WAIT-1', 'FIN-WAIT-2'] : ['FIN-WAIT-2', 'TIME-WAIT', 'CLOSED'];
	}

	return peerFinAt <= ownFinAt ? ['LAST-ACK', 'CLOSED'] : ['CLOSING', 'TIME-WAIT', 'CLOSED'];
};

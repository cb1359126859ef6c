import type {ClientFrame} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';
import type {FrameChannel} from '../frame-channel.ts';
import {IdleTimer} from '../idle-timer.ts';
import {hostGivesUpAfter} from '../limits.ts';

/**
Starts a timer that calls `onTimeout` once after 15 s in which the peer was read and sent nothing.
Touch it whenever the peer shows that it is alive. `onBytes`: called when bytes have come that make
no frame yet.
*/
export const startSilenceTimeout = (
	channel: FrameChannel<ClientFrame>,
	clock: Clock,
	{onTimeout, onBytes}: {readonly onTimeout: () => void; readonly onBytes: () => void},
): IdleTimer => {
	const {connection} = channel;
	let backlog = 0;
	let readByPeer = 0;
	const count = () => {
		// While the host does not read, nothing can come. That the peer reads shows its life, too.
		if (channel.isPaused && connection.backlog < backlog) {
			readByPeer++;
		}

		backlog = connection.backlog;
		return connection.bytesReceived + readByPeer;
	};

	const act = () => {
		if (channel.isPaused && connection.backlog === 0) {
			// The peer may have sent something: it is the host that does not read.
			timer.touch();
			return;
		}

		connection.log('timeout', {awaited: 'sign of life', deadline: hostGivesUpAfter});
		onTimeout();
	};

	const timer = new IdleTimer(clock, [{after: hostGivesUpAfter, act}], {count, onChange: onBytes});
	return timer;
};

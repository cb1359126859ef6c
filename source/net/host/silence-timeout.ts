import type {ClientFrame} from '../../wire/frames.ts';
import type {Clock} from '../clock.ts';
import type {FrameChannel} from '../frame-channel.ts';
import {IdleTimer} from '../idle-timer.ts';
import {hostGivesUpAfter} from '../limits.ts';

/**
Starts a timer that calls `onTimeout` once after 15 s in which the peer was read and sent nothing.
Touch it whenever the peer shows that it is alive.
*/
export const startSilenceTimeout = (
	channel: FrameChannel<ClientFrame>,
	clock: Clock,
	onTimeout: () => void,
): IdleTimer => {
	const {connection} = channel;
	const act = () => {
		if (channel.isPaused && connection.backlog === 0) {
			// The peer may have sent something: it is the host that does not read.
			timer.touch();
			return;
		}

		connection.log('timeout', `${connection.remote} was silent for ${hostGivesUpAfter / 1000} s`);
		onTimeout();
	};

	const timer = new IdleTimer(clock, [{after: hostGivesUpAfter, act}], {count: () => connection.bytesReceived});
	return timer;
};

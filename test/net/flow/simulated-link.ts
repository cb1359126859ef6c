/** A link with a queue each way, in a test's time: a window sends as much as it may to a peer. */
import {SendWindow} from '../../../source/net/flow/send-window.ts';
import {FakeClock} from '../../helpers/fake-clock.ts';

export type SimulatedLinkOptions = {
	/** Returns the number of bytes that arrive in the millisecond at this time. */
	readonly down: (time: number) => number;
	/** How long a pong waits on its way back, in milliseconds. */
	readonly back: (time: number) => number;
	/** Returns the time that the peer puts into a pong. */
	readonly tell: (time: number) => number | undefined;
	/** The number of bytes that are written at a time. */
	readonly frame?: number;
	readonly time?: number;
	readonly minimum?: number;
	readonly untimedMinimum?: number;
};

const pingBytes = 22;

export const openSimulatedLink = (options: SimulatedLinkOptions) => {
	const {down, back, tell, frame = 500, time = 2000, minimum = 2048, untimedMinimum = 2048} = options;
	const clock = new FakeClock(0);
	const sent = {bytes: 0};
	let arrived = 0;
	let k = 0;
	let credit = 0;
	let mostWaiting = 0;
	const pings: Array<{readonly k: number; readonly end: number}> = [];
	let pongs: Array<{readonly k: number; readonly at: number | undefined; readonly due: number}> = [];
	const ping = () => {
		k++;
		sent.bytes += pingBytes;
		pings.push({k, end: sent.bytes});
		window.onPing(k);
	};

	const window = new SendWindow({
		clock,
		channel: {
			sent,
			connection: {backlog: 0, isWritable: true},
			write(frames) {
				sent.bytes += frames.length;
				return true;
			},
		},
		isAcknowledging: true,
		time,
		minimum,
		untimedMinimum,
		ping,
	});

	const passOne = () => {
		clock.pass(1);
		const now = clock.elapsed();
		credit = arrived < sent.bytes ? credit + down(now) : 0;
		const taken = Math.min(sent.bytes - arrived, Math.floor(credit));
		arrived += taken;
		credit -= taken;
		for (let next = pings[0]; next && next.end <= arrived; next = pings[0]) {
			pings.shift();
			pongs.push({k: next.k, at: tell(now), due: Math.max(now + back(now), pongs.at(-1)?.due ?? 0)});
		}

		const due = pongs.filter(each => each.due <= now);
		pongs = pongs.slice(due.length);
		for (const pong of due) {
			window.onPong(pong.k, pong.at);
		}
	};

	/** Writes what the window lets through, and what a socket takes in a millisecond. */
	const fill = () => {
		for (let written = 0; written < 65_536 && window.getRoom() > 0; written += frame) {
			window.write('x'.repeat(frame), undefined);
		}
	};

	return {
		window,
		ping,
		get arrived() {
			return arrived;
		},
		/** The most bytes that have waited for the link since this was last read. */
		takeMostWaiting() {
			const most = mostWaiting;
			mostWaiting = 0;
			return most;
		},
		/** Lets time pass; writes whatever the window lets through, if `isBusy`. */
		pass(duration: number, isBusy: boolean) {
			for (let each = 0; each < duration; each++) {
				passOne();
				if (isBusy) {
					fill();
				}

				mostWaiting = Math.max(mostWaiting, sent.bytes - arrived);
			}
		},
	};
};

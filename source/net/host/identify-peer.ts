import type {Clock} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {getTransferTime, startByteDeadline} from '../idle-timer.ts';
import {helloBytes, helloDeadline, plainDetectionDelay} from '../limits.ts';
import {codelessFailure, isLostConnection, tooManyGuesses, type TlsUpgrader} from '../tls-psk.ts';

/** The answer to plain text in a room without --plain. */
export const noPlainLine =
	'This is a private room of socket-chat. Join with: socket-chat join (the host accepts plain text only with --plain)\n';

export type IdentifyEvents = {
	/**
	Called when the peer has shown that it has the room's key. `first`: bytes that were read before.
	`helloTime`: milliseconds that are left for its hello.
	*/
	readonly onMember: (first: Uint8Array, helloTime: number) => void;
	/** Called when the peer sends plain text, or nothing in a room with --plain. */
	readonly onPlain: (first: Uint8Array) => void;
	/** Called before a TLS handshake, which begins with `proceed`, unless it is refused. */
	readonly onHandshake: (proceed: () => void) => 'now' | 'waiting' | 'refused';
	/** Called when the peer does not have the room's key. */
	readonly onRefused: () => void;
};

export type IdentifyOptions = {
	readonly clock: Clock;
	readonly tlsUpgrader: TlsUpgrader;
	/** Whether plain peers may enter. */
	readonly plain: boolean;
	readonly events: IdentifyEvents;
};

const startHandshake = (
	connection: Connection,
	first: Uint8Array,
	{clock, tlsUpgrader, events}: IdentifyOptions,
	time: number,
) => {
	const start = clock.now();
	const count = () => connection.bytesReceived;
	const timer = startByteDeadline({
		clock,
		time,
		count,
		maximum: helloBytes,
		onMissed() {
			connection.log('timeout', {awaited: 'hello', deadline: helloDeadline});
			connection.destroy();
		},
	});
	tlsUpgrader.upgrade(connection, first, {
		onSecure(more) {
			timer.stop();
			const transferTime = getTransferTime(Math.min(count(), helloBytes));
			events.onMember(more, Math.max(0, start + time + transferTime - clock.now()));
		},
		onFailure(code) {
			timer.stop();
			if (code === codelessFailure) {
				// Not a guess at the code, so it does not count as one.
				connection.logHandshake({isSecure: false, note: 'asked whether a room is here, and has no code yet'});
			} else if (!isLostConnection(code)) {
				connection.logHandshake({isSecure: false, code});
				events.onRefused();
			}
		},
	});
};

/**
Upgrades a connection to TLS. `first`: bytes that were read before. `time`: milliseconds for the
handshake and the hello together.
*/
export const upgradeMember = (
	connection: Connection,
	first: Uint8Array,
	options: IdentifyOptions,
	time = helloDeadline,
) => {
	const tooMany = 'after many wrong codes from its network';
	connection.pause();
	const turn = options.events.onHandshake(() => {
		// It may have been closed while it waited.
		if (connection.isWritable) {
			startHandshake(connection, first, options, time);
		}
	});
	if (turn === 'waiting') {
		connection.log('secure', {note: `waits for its turn, ${tooMany}`});
	} else if (turn === 'refused') {
		connection.log('bye', {by: 'local', note: `refused ${tooMany}`});
		connection.write(tooManyGuesses, {note: 'refusal'});
		void connection.close(options.clock);
	}
};

/** Waits for the first byte of an accepted connection, which tells TLS from plain text. */
export const identifyPeer = (connection: Connection, options: IdentifyOptions) => {
	const {clock, tlsUpgrader, plain, events} = options;
	const start = clock.now();
	const turnAway = () => {
		connection.write(noPlainLine, {note: 'refusal'});
		void connection.close(clock);
	};

	const timer = clock.after(plain ? plainDetectionDelay : helloDeadline, () => {
		if (plain) {
			events.onPlain(new Uint8Array());
		} else {
			connection.log('timeout', {awaited: 'hello', deadline: helloDeadline});
			turnAway();
		}
	});
	connection.listen({
		onData(first) {
			timer.stop();
			if (tlsUpgrader.looksLikeTls(first)) {
				upgradeMember(connection, first, options, start + helloDeadline - clock.now());
			} else if (plain) {
				events.onPlain(first);
			} else {
				turnAway();
			}
		},
		onEnd() {
			timer.stop();
			void connection.close(clock);
		},
		onDrain() {
			// Nothing is written before the peer is identified.
		},
		onClose() {
			timer.stop();
		},
	});
};

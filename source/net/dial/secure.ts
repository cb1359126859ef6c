import type {Clock} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {startByteDeadline} from '../idle-timer.ts';
import {handshakeDeadline, helloBytes} from '../limits.ts';
import type {ConnectionFacts} from '../socket-log.ts';
import {classifyHandshakeError, upgradeDialled, type HandshakeFailure} from '../tls-psk.ts';

export type SecureEvents = {
	readonly onSecure: () => void;
	/** Called when the handshake has failed. The connection is closed. */
	readonly onFailure: (failure: HandshakeFailure) => void;
};

/** `code`: the system's or OpenSSL's. */
const describeFailure = (failure: HandshakeFailure, code = 'the other side has ended it'): string => {
	if (failure === 'no-code') {
		return 'is a private room, and asks for its code';
	}

	if (failure === 'guesses') {
		return 'refused: too many wrong codes have come from this network';
	}

	return `failed: ${failure === 'auth' ? `wrong code (${code})` : code}`;
};

/**
Turns a dialled connection into TLS. Without a key it only finds out whether a private room is
there, and fails with `no-code` if so. Returns a function that cancels: then no callback follows.
*/
export const secureConnection = (
	connection: Connection,
	{key, clock}: {readonly key: Uint8Array | undefined; readonly clock: Clock},
	{onSecure, onFailure}: SecureEvents,
): (() => void) => {
	let isOver = false;
	const end = (): boolean => {
		const isFirst = !isOver;
		isOver = true;
		deadline.stop();
		return isFirst;
	};

	const fail = (failure: HandshakeFailure, facts: ConnectionFacts) => {
		if (end()) {
			connection.destroy();
			if (facts.deadline === undefined) {
				connection.logHandshake({isSecure: false, ...facts});
			} else {
				connection.log('timeout', facts);
			}

			onFailure(failure);
		}
	};

	const deadline = startByteDeadline({
		clock,
		time: handshakeDeadline,
		count: () => connection.bytesReceived,
		maximum: helloBytes,
		onMissed() {
			// TLS waits for a whole record, so a few bytes of another protocol raise no error.
			const isSilent = connection.bytesReceived === 0;
			fail(isSilent ? 'silent' : 'protocol', {
				awaited: 'handshake',
				deadline: handshakeDeadline,
				note: isSilent ? 'nothing' : 'too little',
			});
		},
	});
	upgradeDialled(connection, key, {
		onSecure() {
			if (end()) {
				onSecure();
			}
		},
		onFailure(code) {
			const failure = classifyHandshakeError(code, {hasKey: key !== undefined});
			fail(failure, {code, note: describeFailure(failure, code)});
		},
	});
	return () => {
		end();
		connection.destroy();
	};
};

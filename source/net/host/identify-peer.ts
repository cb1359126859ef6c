import type {Clock} from '../clock.ts';
import type {Connection} from '../connection.ts';
import {helloDeadline, plainAfter} from '../limits.ts';
import {closeReasons} from '../error-messages.ts';
import {classifyHandshakeError, type TlsUpgrader} from '../tls-psk.ts';

/** What a plain peer reads where none are let in. */
export const noPlainLine =
	'This is a private room of socket-chat. Come in with: socket-chat join (the host lets plain text in with --plain)\n';

export type IdentifyEvents = {
	/** It has the room's key. `first`: what it has said already; `helloTime`: what is left of its time for the hello, in milliseconds. */
	readonly onMember: (first: Uint8Array, helloTime: number) => void;
	/** It speaks plain text, or is silent where plain peers are let in. */
	readonly onPlain: (first: Uint8Array) => void;
	/** It begins as a member does. Gives whether its handshake is worth the work. */
	readonly onHandshake: () => boolean;
	/** It does not have the key. */
	readonly onRefused: () => void;
};

export type IdentifyOptions = {
	readonly clock: Clock;
	readonly tlsUpgrader: TlsUpgrader;
	readonly plain: boolean;
	readonly events: IdentifyEvents;
};

/** Lets in who has the key, within `time` milliseconds for the handshake and the hello. `first`: what was read already. */
export const upgradeMember = (
	connection: Connection,
	first: Uint8Array,
	{clock, tlsUpgrader: guard, events}: IdentifyOptions,
	time = helloDeadline,
) => {
	const start = clock.now();
	if (!events.onHandshake()) {
		connection.destroy();
		return;
	}

	const timer = clock.after(time, () => {
		connection.log('timeout', `${connection.remote} ${closeReasons['hello-timeout'].text}`);
		connection.destroy();
	});
	guard.upgrade(connection, first, {
		onSecure(more) {
			timer.stop();
			events.onMember(more, Math.max(0, start + time - clock.now()));
		},
		onFailure(code) {
			timer.stop();
			if (classifyHandshakeError(code) !== 'lost') {
				connection.log('secure', `${connection.remote} failed: ${code}`);
				events.onRefused();
			}
		},
	});
};

/** Finds out from its first byte how an accepted connection speaks, and hands it on. */
export const identifyPeer = (connection: Connection, parts: IdentifyOptions) => {
	const {clock, tlsUpgrader: guard, plain, events} = parts;
	const start = clock.now();
	const turnAway = () => {
		connection.write(noPlainLine, 'why it is turned away');
		void connection.close(clock);
	};

	const timer = clock.after(plain ? plainAfter : helloDeadline, () => {
		if (plain) {
			events.onPlain(new Uint8Array());
		} else {
			connection.log('timeout', `${connection.remote} ${closeReasons['hello-timeout'].text}`);
			turnAway();
		}
	});
	connection.listen({
		onData(first) {
			timer.stop();
			if (guard.looksLikeTls(first)) {
				upgradeMember(connection, first, parts, start + helloDeadline - clock.now());
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
			// Nothing is written before it is known how it speaks.
		},
		onClose() {
			timer.stop();
		},
	});
};

/** TLS 1.3 with a pre-shared key, for both ends: no certificates, no tickets, no other version. */
import {constants, createHash, randomBytes, timingSafeEqual} from 'node:crypto';
import {
	connect,
	createSecureContext,
	TLSSocket,
	type ConnectionOptions,
	type SecureContext,
	type TLSSocketOptions,
	type TlsOptions,
} from 'node:tls';
import type {Connection} from './connection.ts';

/** The PSK identity, the same for every room. */
const pskIdentity = 'socket-chat';
/** The identity of a client that only asks whether a room is there: its user has no code yet. */
const codelessIdentity = 'socket-chat without a code';
/** Passed to `onFailure` at the host for a client that has no code yet. */
export const codelessFailure = 'without a code';
const codelessKeyLength = 32;

/**
A TLS alert (RFC 8446 §6), access_denied: too many wrong keys came from this network. The host sends
it before a handshake, so it is not encrypted.
*/
export const tooManyGuesses = Uint8Array.of(0x15, 3, 3, 0, 2, 2, 49);

/** The first byte of a TLS handshake (RFC 8446 §5.1). */
const handshakeRecord = 0x16;

const tlsOptions = {
	minVersion: 'TLSv1.3',
	maxVersion: 'TLSv1.3',
	// Node's pskCallback works only with the SHA-256 suites.
	ciphers: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
} as const;

export type TlsUpgradeEvents = {
	/**
	Called when both ends have proved that they have the key. `first`: bytes that came already.
	*/
	readonly onSecure: (first: Uint8Array) => void;
	/**
	Called when the handshake has failed; `code`: the system's or OpenSSL's. The connection is
	closed.
	*/
	readonly onFailure: (code: string | undefined) => void;
};

/** The host's side of the handshake. */
export type TlsUpgrader = {
	/** Returns whether a connection with these first bytes begins a TLS handshake. */
	readonly looksLikeTls: (first: Uint8Array) => boolean;
	/** Upgrades to TLS and checks the key. `first`: bytes that were read before. */
	readonly upgrade: (connection: Connection, first: Uint8Array, events: TlsUpgradeEvents) => void;
};

/**
Why a handshake failed: another key; no key of ours yet; too many wrong keys from this network;
another protocol; a lost connection; no answer in time.
*/
export type HandshakeFailure = 'auth' | 'no-code' | 'guesses' | 'protocol' | 'lost' | 'silent';

/** Returns whether a handshake has failed because the connection was lost. */
export const isLostConnection = (code: string | undefined): boolean =>
	// System codes are like EPIPE. All others are OpenSSL's.
	code === undefined || /^E[A-Z]+$/.test(code);

/**
Returns the cause of a handshake that failed at the client. `hasKey`: the client has sent a key and
not only asked whether a room is there.
*/
export const classifyHandshakeError = (
	code: string | undefined,
	{hasKey}: {readonly hasKey: boolean},
): Exclude<HandshakeFailure, 'silent'> => {
	if (isLostConnection(code)) {
		return 'lost';
	}

	if (code?.endsWith('ALERT_ACCESS_DENIED')) {
		return 'guesses';
	}

	// The alerts that an OpenSSL server sends for another key: up to 3.0, and since. Their names
	// differ between Node versions: ERR_SSL_SSLV3_ALERT_…, ERR_SSL_TLSV1_ALERT_….
	const isOtherKey = /ALERT_(?:ILLEGAL_PARAMETER|DECRYPT_ERROR)$/.test(code ?? '');
	if (hasKey) {
		return isOtherKey ? 'auth' : 'protocol';
	}

	// A server that has no certificate and does not know the identity.
	return isOtherKey || code?.endsWith('ALERT_HANDSHAKE_FAILURE') ? 'no-code' : 'protocol';
};

/** Hashes a key: timingSafeEqual needs equal lengths. */
const hashKey = (key: Uint8Array) => createHash('sha256').update(key).digest();
const isSameKey = (a: Uint8Array, b: Uint8Array | undefined) =>
	b !== undefined && timingSafeEqual(hashKey(a), hashKey(b));

/**
Returns whether the key, not a certificate, authenticated the connection. Node reports a PSK as a
reused session.
*/
const isKeyAuthenticated = (socket: TLSSocket): boolean =>
	socket.getProtocol() === 'TLSv1.3' && socket.isSessionReused();

/** Reports the result of a handshake. `isTrusted`: the checks of this end, run after it. */
const awaitHandshake = (
	connection: Connection,
	socket: TLSSocket,
	isTrusted: () => boolean,
	{onSecure, onFailure}: TlsUpgradeEvents,
) => {
	connection.listen({
		onData() {
			// No data arrives before the handshake is over; then the owner listens.
		},
		onEnd() {
			connection.destroy();
			onFailure(undefined);
		},
		onDrain() {
			// Nothing has been written yet.
		},
		onClose: onFailure,
	});
	// After the handshake, Node reports a record that was changed on its way, or the alert about
	// one, by this undocumented event, and leaves the connection open.
	socket.on('_tlsError', (error: Error) => {
		socket.destroy(error);
	});
	socket.once('secure', () => {
		if (!isTrusted() || !isKeyAuthenticated(socket)) {
			connection.destroy();
			onFailure('not authenticated by the key');
			return;
		}

		connection.pause();
		connection.logHandshake({
			isSecure: true,
			note: `${socket.getProtocol()} ${socket.getCipher().standardName}`,
		});
		onSecure(new Uint8Array());
	});
};

/** Creates the host's side. `key`: returns the room's current key. */
export const createTlsUpgrader = (key: () => Uint8Array | undefined): TlsUpgrader => {
	// Created for the first connection.
	let context: SecureContext | undefined;
	const getContext = (): SecureContext => {
		context ??= createSecureContext({
			...tlsOptions,
			// No certificate is used. Without a list, Node loads its root certificates, which takes
			// 15 ms.
			ca: [],
			// A session ticket would let a member back in without the key.
			secureOptions: constants.SSL_OP_NO_TICKET,
		});
		return context;
	};

	return {
		looksLikeTls: first => first[0] === handshakeRecord,
		upgrade(connection, first, events) {
			let usedKey: Uint8Array | undefined;
			let isCodeless = false;
			// Node's own server passes pskCallback to TLSSocket too; the types have it only for the
			// server.
			const options: TLSSocketOptions & Pick<TlsOptions, 'pskCallback'> = {
				isServer: true,
				secureContext: getContext(),
				requestCert: false,
				pskCallback(_socket, identity) {
					isCodeless = identity === codelessIdentity;
					usedKey = identity === pskIdentity ? key() : undefined;
					return usedKey ?? null;
				},
			};
			const socket = connection.upgrade(raw => new TLSSocket(raw, options), first);
			// The key may have changed during the handshake.
			awaitHandshake(connection, socket, () => usedKey !== undefined && isSameKey(usedKey, key()), {
				...events,
				onFailure(code) {
					events.onFailure(isCodeless && !isLostConnection(code) ? codelessFailure : code);
				},
			});
		},
	};
};

/**
Upgrades a dialled connection to TLS. Without a key the handshake always fails; how, shows what is
there.
*/
export const upgradeDialled = (connection: Connection, key: Uint8Array | undefined, events: TlsUpgradeEvents) => {
	let isKeyUsed = false;
	// Node's documentation disables the identity check for PSK. That alone would accept any host
	// with a trusted certificate, so no certificate is trusted here, and none may be presented.
	const options: ConnectionOptions = {
		...tlsOptions,
		ca: [],
		rejectUnauthorized: true,
		checkServerIdentity: () => undefined,
		pskCallback() {
			isKeyUsed = key !== undefined;
			return key
				? {psk: key, identity: pskIdentity}
				: {psk: randomBytes(codelessKeyLength), identity: codelessIdentity};
		},
	};
	const socket = connection.upgrade(raw => connect({...options, socket: raw}), new Uint8Array());
	awaitHandshake(
		connection,
		socket,
		() => isKeyUsed && Object.keys(socket.getPeerCertificate() ?? {}).length === 0,
		events,
	);
};

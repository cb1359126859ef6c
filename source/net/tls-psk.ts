/** TLS 1.3 by pre-shared key, on both ends. No certificates, no tickets, no other version. */
import {constants, createHash, timingSafeEqual} from 'node:crypto';
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

/** What both ends call the key. */
const identity = 'socket-chat';

/** The first byte of a TLS handshake (RFC 8446 §5.1). */
const handshakeRecord = 0x16;

const settings = {
	minVersion: 'TLSv1.3',
	maxVersion: 'TLSv1.3',
	// Node's pskCallback makes a key for SHA-256 only: with another hash it is refused.
	ciphers: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
} as const;

export type TlsUpgradeEvents = {
	/** Both ends have shown that they have the key. `first`: what has come through already. */
	readonly onSecure: (first: Uint8Array) => void;
	/** It came to nothing; `code`: the system's or OpenSSL's. The connection is closed. */
	readonly onFailure: (code: string | undefined) => void;
};

/** How a host lets members in. */
export type TlsUpgrader = {
	/** Whether a connection that begins like this is a member's. */
	readonly looksLikeTls: (first: Uint8Array) => boolean;
	/** Lets in who has the key. `first`: what was read already. */
	readonly upgrade: (connection: Connection, first: Uint8Array, events: TlsUpgradeEvents) => void;
};

/** A peer that speaks something else than TLS, and not one that lacks the key. */
const otherProtocols = new Set([
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'ERR_SSL_HTTP_REQUEST',
	'ERR_SSL_HTTPS_PROXY_REQUEST',
	'ERR_SSL_BAD_RECORD_TYPE',
	'ERR_SSL_UNEXPECTED_MESSAGE',
]);

/** What a failed handshake tells: the other side has another key, or speaks another protocol, or the connection was lost. */
export const classifyHandshakeError = (code: string | undefined): 'auth' | 'protocol' | 'lost' => {
	// The system's own codes are EPIPE and the like; all others are OpenSSL's, and their names differ between versions of Node.
	if (code === undefined || /^E[A-Z]+$/.test(code)) {
		return 'lost';
	}

	return otherProtocols.has(code) ? 'protocol' : 'auth';
};

/** Keys in the form in which they may be compared. */
const digest = (key: Uint8Array) => createHash('sha256').update(key).digest();
const isSameKey = (a: Uint8Array, b: Uint8Array | undefined) =>
	b !== undefined && timingSafeEqual(digest(a), digest(b));

/** What of a connection that counts as private must hold on either end. */
const isByKey = (socket: TLSSocket): boolean => socket.getProtocol() === 'TLSv1.3' && socket.isSessionReused();

const watch = (
	connection: Connection,
	socket: TLSSocket,
	isTrusted: () => boolean,
	{onSecure, onFailure}: TlsUpgradeEvents,
) => {
	connection.listen({
		onData() {
			// Nothing comes before the handshake is over, when somebody else listens.
		},
		onEnd() {
			connection.destroy();
			onFailure(undefined);
		},
		onDrain() {
			// Nothing is written yet.
		},
		onClose: onFailure,
	});
	socket.once('secure', () => {
		if (!isTrusted() || !isByKey(socket)) {
			connection.destroy();
			onFailure('auth');
			return;
		}

		connection.pause();
		connection.log('secure', `${connection.remote} ${socket.getProtocol()} ${socket.getCipher().standardName}`);
		onSecure(new Uint8Array());
	});
};

/** Lets in who has the room's key of the moment. */
export const createTlsUpgrader = (key: () => Uint8Array | undefined): TlsUpgrader => {
	// Made for the first who comes.
	let context: SecureContext | undefined;
	const contextOf = (): SecureContext => {
		context ??= createSecureContext({
			...settings,
			// No certificate is asked for: without a list of its own, Node reads all that the system trusts, for 15 ms.
			ca: [],
			// A ticket would let a member back in without the key.
			secureOptions: constants.SSL_OP_NO_TICKET,
		});
		return context;
	};

	return {
		looksLikeTls: first => first[0] === handshakeRecord,
		upgrade(connection, first, events) {
			let used: Uint8Array | undefined;
			// Node's own server passes its pskCallback on like this; the types know it of the server alone.
			const options: TLSSocketOptions & Pick<TlsOptions, 'pskCallback'> = {
				isServer: true,
				secureContext: contextOf(),
				requestCert: false,
				pskCallback(_socket, id) {
					used = id === identity ? key() : undefined;

					return used ?? null;
				},
			};
			const socket = connection.upgrade(raw => new TLSSocket(raw, options), first);
			// The key may have changed since it was asked for.
			watch(connection, socket, () => used !== undefined && isSameKey(used, key()), events);
		},
	};
};

/** Makes a connection that was dialled private. */
export const upgradeDialled = (connection: Connection, key: Uint8Array, events: TlsUpgradeEvents) => {
	let isAsked = false;
	// An identity check that always passes takes any host with a certificate that the system trusts: so no certificate is trusted, and none may be shown.
	const options: ConnectionOptions = {
		...settings,
		ca: [],
		rejectUnauthorized: true,
		checkServerIdentity: () => undefined,
		pskCallback() {
			isAsked = true;
			return {psk: key, identity};
		},
	};
	const socket = connection.upgrade(raw => connect({...options, socket: raw}), new Uint8Array());
	watch(connection, socket, () => isAsked && Object.keys(socket.getPeerCertificate() ?? {}).length === 0, events);
};

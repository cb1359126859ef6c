import type {TlsUpgrader} from '../../source/net/tls-psk.ts';

/** Accepts every hello unencrypted, for tests that do not depend on the key. */
export const cleartextUpgrader: TlsUpgrader = {
	looksLikeTls: first => first[0] === 0x7b,
	upgrade(_connection, first, {onSecure}) {
		onSecure(first);
	},
};

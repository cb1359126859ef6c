import type {TlsUpgrader} from '../../source/net/tls-psk.ts';

/** Lets in whoever says hello, unencrypted: for what has nothing to do with the key. */
export const cleartextUpgrader: TlsUpgrader = {
	looksLikeTls: first => first[0] === 0x7b,
	upgrade(_connection, first, {onSecure}) {
		onSecure(first);
	},
};

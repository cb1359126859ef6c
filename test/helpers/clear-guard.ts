import type {Guard} from '../../source/net/tls-psk.ts';

/** Lets in whoever says hello, unencrypted: for what has nothing to do with the key. */
export const clearGuard: Guard = {
	isMember: first => first[0] === 0x7b,
	secure(_connection, first, {onSecure}) {
		onSecure(first);
	},
};

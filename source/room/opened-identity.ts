import type {Sid} from './identity.ts';
import type {OutboxJournal, SavedOutbox} from './outbox.ts';

/**
A client's identity and the messages that its last run left undelivered, open for this process only.
*/
export type OpenedIdentity = {
	readonly sid: Sid;
	readonly saved?: SavedOutbox;
	/** Missing if nothing can be saved. */
	readonly journal?: OutboxJournal;
	/** Lets another process use the identity. */
	readonly release: () => Promise<void>;
};

import {formatInvitation, nameInvitation, type InvitationFacts} from '../invitation/format-invitation.ts';
import {accepted, refused} from './results.ts';
import type {RunCommand, SubmitResult} from './types.ts';

/** What the place where `/invite` is typed can do with an invitation, besides showing it. */
export type InvitationOutputs = {
	/** Copies a text to the clipboard, and tells the user so. `what`: names it. */
	readonly copy?: (text: string, what: string) => SubmitResult;
	/** Draws the invitation as a QR code. */
	readonly showQr?: (invitation: InvitationFacts) => SubmitResult;
};

const needsScreen = refused('A QR code needs the full screen; it is not available here.');
const needsTerminal = refused('There is no clipboard here. Use /invite.');

/** Creates what `/invite` does: it shows how others join, copies that or draws it. */
export const createInvite =
	({copy, showQr}: InvitationOutputs = {}): RunCommand =>
	({invitation}, argument) => {
		const facts = invitation?.read() ?? 'The room is not open yet.';
		if (typeof facts === 'string') {
			return refused(facts);
		}

		switch (argument) {
			case '': {
				invitation?.show();
				return accepted;
			}

			case 'copy': {
				return copy?.(formatInvitation(facts), nameInvitation(facts)) ?? needsTerminal;
			}

			case 'qr': {
				return showQr?.(facts) ?? needsScreen;
			}

			default: {
				return refused('Usage: /invite, /invite copy or /invite qr');
			}
		}
	};

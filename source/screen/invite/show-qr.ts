import {formatInvitation, type InvitationFacts} from '../../chat/invitation/format-invitation.ts';
import {hasBlocks} from '../primitives/glyphs.ts';
import type {Row} from '../primitives/rows.ts';
import {layoutQr, measureQr} from './qr-rows.ts';

type Options = {
	/** The size of the window. */
	readonly columns: number;
	readonly rows: number;
	/** The rows of a page in place of the panes, without its title. */
	readonly pageRows: number;
	readonly open: (page: {readonly title: string; readonly rows: readonly Row[]}) => void;
	readonly onRefusal: (text: string) => void;
};

const draw = async (facts: InvitationFacts, {columns, rows, pageRows, open, onRefusal}: Options) => {
	// Loaded when it is needed: few runs of the program draw a code.
	const {encode} = await import('uqr');
	const {data} = encode(formatInvitation(facts), {ecc: 'L', border: 0});
	const drawn = layoutQr(data, {columns, rows: pageRows});
	if (drawn) {
		open({title: 'Invitation', rows: drawn});
		return;
	}

	const needed = measureQr(data.length);
	const wanted = `${needed.columns}×${needed.rows + rows - pageRows}`;
	onRefusal(`The QR code needs a window of ${wanted}; this one has ${columns}×${rows}. Use /invite or /invite copy.`);
};

/** Returns a function that draws the invitation as a QR code in place of the panes. */
export const createQrPresenter = (options: Options) => (facts: InvitationFacts) => {
	if (!hasBlocks) {
		return {ok: false, text: 'A QR code needs a UTF-8 locale. Use /invite.'} as const;
	}

	void draw(facts, options);
	return {ok: true} as const;
};

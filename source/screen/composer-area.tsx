import type {ChatState} from '../chat/state.ts';
import {Composer} from './composer/composer.tsx';
import type {DraftLayout} from './composer/draft-layout.ts';
import {TextPrompt} from './composer/text-prompt.tsx';
import type {LineField} from './composer/use-line-field.ts';
import type {Rect} from './layout/layout.ts';
import {choosePlaceholder} from './primitives/status-text.ts';

type Props = {
	readonly state: ChatState;
	readonly draft: DraftLayout;
	/** The position and size of this area in the window. */
	readonly rect: Rect;
	/** The prompt for another address, if it stands in the draft's place. */
	readonly addressField: LineField | undefined;
};

/** The input area: the composer, or a prompt for another address. */
export function ComposerArea({state, draft, rect, addressField}: Props) {
	return addressField ? (
		<TextPrompt
			label="Address"
			placeholder="192.168.1.20:5000"
			field={addressField}
			top={rect.y}
			columns={rect.columns}
		/>
	) : (
		<Composer view={draft} placeholder={choosePlaceholder(state)} top={rect.y} rows={rect.rows} />
	);
}

import type {ChatState} from '../chat/state.ts';
import type {SubmitResult} from '../chat/commands/types.ts';
import {Composer} from './composer/composer.tsx';
import type {DraftLayout} from './composer/draft-layout.ts';
import type {Rect} from './layout/layout.ts';
import {TextPrompt} from './primitives/text-prompt.tsx';
import {choosePlaceholder} from './primitives/status-text.ts';

type Props = {
	readonly state: ChatState;
	readonly draft: DraftLayout;
	/** The position and size of this area in the window. */
	readonly rect: Rect;
	/** Whether the address prompt stands in the draft's place. */
	readonly isPrompting: boolean;
	readonly onAddress: ((address: string) => SubmitResult) | undefined;
	readonly onRefusal: (text: string) => void;
	/** Called when the address was accepted or left empty. */
	readonly onPromptClose: () => void;
};

/** The input area: the composer, or a prompt for another address. */
export function ComposerArea({state, draft, rect, isPrompting, onAddress, onRefusal, onPromptClose}: Props) {
	if (!isPrompting) {
		return <Composer view={draft} placeholder={choosePlaceholder(state)} top={rect.y} rows={rect.rows} />;
	}

	const dial = (wanted: string) => {
		const outcome = wanted === '' ? undefined : onAddress?.(wanted);
		if (outcome && !outcome.ok) {
			onRefusal(outcome.text);
			return;
		}

		onPromptClose();
	};

	return <TextPrompt label="Address" placeholder="192.168.1.20:5000" rows={rect.rows} onSubmit={dial} />;
}

import type {SubmitResult} from '../chat/commands/types.ts';
import {useLineField, type LineField} from './composer/use-line-field.ts';
import {useLatestState} from './primitives/use-latest-state.ts';
import type {KeyHandler} from './terminal/use-key-handlers.ts';

type Options = {
	/** Called with an address to connect to; undefined where there is none to choose. */
	readonly onAddress: ((address: string) => SubmitResult) | undefined;
	/** Called with the reason why an address was refused. */
	readonly onRefusal: (text: string) => void;
};

export type AddressPrompt = {
	/** What to show in the draft's place; undefined while the prompt is closed. */
	readonly field: LineField | undefined;
	readonly open: () => void;
	readonly handleKey: KeyHandler;
	/** Inserts what was pasted. Returns false while the prompt is closed. */
	readonly paste: (text: string) => boolean;
};

/**
The prompt for another address, in the place of the draft. While it is open, it takes every key but
those for the whole screen; Escape, Ctrl+C and F4 close it.
*/
export const useAddressPrompt = ({onAddress, onRefusal}: Options): AddressPrompt => {
	const {value, current, set} = useLatestState(false);
	const isOpenNow = () => current() && onAddress !== undefined;
	const close = () => {
		set(false);
		field.clear();
	};

	const field = useLineField({
		onSubmit(wanted) {
			const outcome = wanted === '' ? undefined : onAddress?.(wanted);
			if (outcome && !outcome.ok) {
				onRefusal(outcome.text);
				return;
			}

			close();
		},
	});

	return {
		field: value && onAddress !== undefined ? field : undefined,
		open() {
			set(true);
		},
		handleKey(press) {
			const {type} = press;
			if (!isOpenNow() || type === 'redraw' || type === 'suspend') {
				return false;
			}

			if (type === 'escape' || type === 'interrupt' || type === 'f4') {
				close();
			} else {
				field.handleKey(press);
			}

			return true;
		},
		paste(text) {
			const isOpen = isOpenNow();
			if (isOpen) {
				field.paste(text);
			}

			return isOpen;
		},
	};
};

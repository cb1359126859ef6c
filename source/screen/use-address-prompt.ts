import type {SubmitResult} from '../chat/commands/types.ts';
import {useLineField, type LineField} from './composer/use-line-field.ts';
import {useLatestState} from './primitives/use-latest-state.ts';
import type {KeyHandler} from './terminal/use-key-handlers.ts';

type Options = {
	/** Called with an address to connect to; undefined while there is none to choose. */
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
those for the whole screen; Escape, Ctrl+C and F4 close it. It stays when the room answers again:
what is typed for it must not become a message.
*/
export const useAddressPrompt = ({onAddress, onRefusal}: Options): AddressPrompt => {
	const {value, current, set} = useLatestState(false);
	const close = () => {
		set(false);
		field.clear();
	};

	const field = useLineField({
		onSubmit(wanted) {
			if (onAddress === undefined) {
				close();
				onRefusal('The connection has changed meanwhile: the address stays as it is.');
				return;
			}

			const outcome = wanted === '' ? undefined : onAddress(wanted);
			if (outcome && !outcome.ok) {
				onRefusal(outcome.text);
				return;
			}

			close();
		},
	});

	return {
		field: value ? field : undefined,
		open() {
			if (onAddress !== undefined) {
				set(true);
			}
		},
		handleKey(press) {
			const {type} = press;
			if (!current() || type === 'redraw' || type === 'suspend') {
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
			const isOpen = current();
			if (isOpen) {
				field.paste(text);
			}

			return isOpen;
		},
	};
};

import type {Delivery} from '../../../chat/state.ts';
import type {MessagePart} from '../../../text/message.ts';
import type {Tone} from '../../primitives/theme.ts';

/** The contents of a message, as they are laid out. */
export type Content = {
	readonly tone?: Tone;
	readonly name: string;
	readonly nameTone: Tone | undefined;
	readonly text: string;
	/** The recipient of a private message, as shown. */
	readonly privateTo?: string;
	readonly delivery?: Delivery;
	readonly reason?: string;
	readonly part?: MessagePart;
};

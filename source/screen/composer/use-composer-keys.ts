import {useEffect, useRef} from 'react';
import type {KeyHandler} from '../terminal/use-key-handlers.ts';
import {quoteBye, startsWithCommand} from '../../chat/commands/run-line.ts';
import type {SubmitResult} from '../../chat/commands/types.ts';
import {findOffsetByRow, layoutDraft} from './draft-layout.ts';
import type {Draft} from './draft.ts';
import type {ComposerState} from './use-composer.ts';

type Options = {
	readonly composer: ComposerState;
	/** The width of the draft. */
	readonly columns: number;
	readonly onSend: (text: string) => SubmitResult;
	/**
	Called before a draft is sent. Returns true to ask the user first, and calls `send` at a yes.
	*/
	readonly onAsk: (text: string, send: () => void) => boolean;
	/** Called with the reason why a draft was not sent. */
	readonly onRefusal: (text: string) => void;
	/** Called on Enter with an empty draft. */
	readonly onEmptyEnter: () => void;
	/** Called on Ctrl+C with an empty draft. */
	readonly onLeave: () => void;
	/** Called when the terminal sends the mouse's wheel as arrow keys. */
	readonly onWheel: (delta: -1 | 1) => void;
};

/** Returns the handler of the keys that edit, send and clear the draft. */
export const useComposerKeys = ({
	composer,
	columns,
	onSend,
	onAsk,
	onRefusal,
	onEmptyEnter,
	onLeave,
	onWheel,
}: Options): KeyHandler => {
	/** The callbacks of the last render: a question may be answered many renders later. */
	const newest = useRef({onSend, onRefusal});
	useEffect(() => {
		newest.current = {onSend, onRefusal};
	});
	const send = ({text, hasPastedSlashes}: Draft, isBurst: boolean, actions: Pick<Options, 'onSend' | 'onRefusal'>) => {
		const isLiteral = hasPastedSlashes && !startsWithCommand(text);
		const outcome = actions.onSend(isLiteral ? `/say ${text}` : isBurst ? quoteBye(text) : text);
		if (outcome.ok) {
			composer.edit({type: 'sent', text});
		} else {
			actions.onRefusal(outcome.text);
		}
	};

	/** `isBurst`: the draft is one of several lines that came in one read. */
	const submit = (isBurst: boolean) => {
		const draft = composer.current();
		const {text} = draft;
		if (text.trim() === '') {
			onEmptyEnter();
			return;
		}

		const isAsked = onAsk(text, () => {
			send(draft, isBurst, newest.current);
		});
		if (!isAsked) {
			send(draft, isBurst, {onSend, onRefusal});
		}
	};

	/**
	Moves within the draft; beyond its first and last row, through the drafts that were sent.
	Several arrows at once may be the wheel, which scrolls there and changes no draft.
	*/
	const move = (delta: -1 | 1, isBurst: boolean) => {
		const offset = findOffsetByRow(layoutDraft(composer.current(), columns), delta);
		if (offset !== undefined) {
			composer.edit({type: 'move-to', offset});
		} else if (isBurst) {
			onWheel(delta);
		} else {
			composer.edit({type: delta === -1 ? 'history-back' : 'history-forward'});
		}
	};

	const interrupt = () => {
		if (composer.current().text === '') {
			onLeave();
		} else {
			composer.edit({type: 'clear'});
		}
	};

	return press => {
		switch (press.type) {
			case 'edit': {
				composer.edit(press.action);
				return true;
			}

			case 'end': {
				composer.edit({type: 'end'});
				return true;
			}

			case 'submit': {
				submit(press.isBurst === true);
				return true;
			}

			case 'interrupt': {
				interrupt();
				return true;
			}

			case 'up':
			case 'down': {
				move(press.type === 'up' ? -1 : 1, press.isBurst === true);
				return true;
			}

			default: {
				return false;
			}
		}
	};
};

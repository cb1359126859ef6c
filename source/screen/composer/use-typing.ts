import {useEffect, useRef} from 'react';

/** Who has written nothing for this long has stopped, in milliseconds. */
const pause = 5000;

/** Tells when the user begins to write something for others, and when that is over. A command is for nobody else. */
export const useTyping = (draft: string, onTyping: ((isTyping: boolean) => void) | undefined) => {
	const isTold = useRef(false);
	useEffect(() => {
		const tell = (isTyping: boolean) => {
			if (isTold.current !== isTyping) {
				isTold.current = isTyping;
				onTyping?.(isTyping);
			}
		};

		const isWriting = draft.trim() !== '' && !/^\/(?!\/)/.test(draft);
		tell(isWriting);
		if (!isWriting) {
			return;
		}

		const timer = setTimeout(() => {
			tell(false);
		}, pause);
		return () => {
			clearTimeout(timer);
		};
	}, [draft, onTyping]);
};

import {useEffect, useRef} from 'react';

/** How long after the last change the user counts as not typing, in milliseconds. */
const pause = 5000;

/**
Calls `onTyping` when the user begins to write a message and when they stop. A command is not a
message: others do not see it.
*/
export const useTyping = (draft: string, onTyping: ((isTyping: boolean) => void) | undefined) => {
	const lastReported = useRef(false);
	useEffect(() => {
		const report = (isTyping: boolean) => {
			if (lastReported.current !== isTyping) {
				lastReported.current = isTyping;
				onTyping?.(isTyping);
			}
		};

		const isWriting = draft.trim() !== '' && !/^\/[\p{L}?][^\s/]*(?:\s|$)/u.test(draft);
		report(isWriting);
		if (!isWriting) {
			return;
		}

		const timer = setTimeout(() => {
			report(false);
		}, pause);
		return () => {
			clearTimeout(timer);
		};
	}, [draft, onTyping]);
};

import {EventEmitter} from 'node:events';
import {useEffect, useEffectEvent} from 'react';
import {useInput, useStdin} from 'ink';
import {decodeFunctionKey, decodeKeys, type KeyPress} from './keys.ts';

/** Calls back once for each key, in order, also when several came in one read. */
export const useKeys = (onKey: (key: KeyPress) => void) => {
	useInput((input, key) => {
		for (const press of decodeKeys(input, key)) {
			onKey(press);
		}
	});

	// `useInput` swallows the function keys, and a second reader of standard input would take bytes from Ink. Ink's own emitter has
	// them; should a later Ink hide it, only these keys are lost.
	const stdin: Record<string, unknown> = useStdin();
	const emitter =
		'internal_eventEmitter' in stdin && stdin.internal_eventEmitter instanceof EventEmitter
			? stdin.internal_eventEmitter
			: undefined;
	const onSequence = useEffectEvent((sequence: unknown) => {
		const press = typeof sequence === 'string' ? decodeFunctionKey(sequence) : undefined;
		if (press) {
			onKey(press);
		}
	});
	useEffect(() => {
		emitter?.on('input', onSequence);
		return () => {
			emitter?.off('input', onSequence);
		};
	}, [emitter]);
};

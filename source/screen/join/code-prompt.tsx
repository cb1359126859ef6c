import {useState} from 'react';
import {usePaste} from 'ink';
import {CodeError, completeCode, parseCode, suggestWords, wordCount} from '../../text/room-code.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {useLineField} from '../composer/use-line-field.ts';
import {useKeys} from '../terminal/use-keys.ts';
import {JoinLayout} from './join-layout.tsx';

type Props = {
	/** The room's address, `address:port`. */
	readonly address: string;
	/** Why the previous code was rejected, if there was one. */
	readonly reason: string | undefined;
	readonly onCode: (code: string) => void;
	readonly onLeave: () => void;
};

const hints = [
	{key: 'Enter', action: 'join', rank: 0},
	{key: 'Ctrl+C', action: 'leave', rank: 1},
];

/** `text` is the code as completed so far, `wrong` the number of its first wrong word, from 1. */
const describeWrongWord = (text: string, wrong: number): string => {
	if (wrong > wordCount) {
		return `A code has ${wordCount} words.`;
	}

	const word = text.split('-')[wrong - 1] ?? '';
	const suggestions = suggestWords(word).map(suggestion => `"${suggestion}"`);
	return `"${word}" is not a code word.${suggestions.length === 0 ? '' : ` Did you mean ${suggestions.join(' or ')}?`}`;
};

/** Returns what is wrong with a partly typed code. A half-typed word may become right. */
const findProblem = (typed: string): string | undefined => {
	const {text, wrong, isHalfTyped} = completeCode(typed);
	return wrong === undefined || isHalfTyped ? undefined : describeWrongWord(text, wrong);
};

/**
Asks for a room's code. Four letters identify a word; the row below shows the code as completed.
*/
export function CodePrompt({address, reason, onCode, onLeave}: Props) {
	const [refusal, setRefusal] = useState<string>();
	const field = useLineField({
		onChange() {
			setRefusal(undefined);
		},
		onSubmit(typed) {
			try {
				onCode(parseCode(typed));
			} catch (error) {
				if (!(error instanceof CodeError)) {
					throw error;
				}

				// The last word is as long as it gets.
				setRefusal(findProblem(`${typed} `) ?? error.message);
			}
		},
	});
	useKeys(press => {
		if (press.type === 'interrupt') {
			onLeave();
		} else {
			field.handleKey(press);
		}
	}, field.hasMeaning);
	usePaste(field.paste);

	const typed = field.draft.text;
	return (
		<JoinLayout
			content={{
				title: `join ${sanitizeLine(address)}`,
				lines: [
					...(reason === undefined ? [] : [{text: reason, tone: 'failure' as const}]),
					{
						text: "Enter the room's code (five words, from the host). The first four letters of each are enough.",
					},
				],
				preview: `        ${completeCode(typed).text}`,
				problem: findProblem(typed) ?? refusal,
				hints,
			}}
			prompt={{label: 'Code', placeholder: 'five words', field}}
		/>
	);
}

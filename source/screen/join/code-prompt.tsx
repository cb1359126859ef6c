import {useState} from 'react';
import {Box} from 'ink';
import {CodeError, completeCode, parseCode, wordCount} from '../../text/room-code.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {TextPrompt} from '../primitives/text-prompt.tsx';
import {RowText} from '../primitives/row-text.tsx';
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
const describeWrongWord = (text: string, wrong: number): string =>
	wrong > wordCount ? `A code has ${wordCount} words.` : `"${text.split('-')[wrong - 1] ?? ''}" is not a code word.`;

/**
Asks for a room's code. Four letters identify a word; the row below shows the code as completed.
*/
export function CodePrompt({address, reason, onCode, onLeave}: Props) {
	const [typed, setTyped] = useState('');
	const [refusal, setRefusal] = useState<string>();
	useKeys(press => {
		if (press.type === 'interrupt') {
			onLeave();
		}
	});

	const {text, wrong} = completeCode(typed);
	const problem = wrong === undefined ? refusal : describeWrongWord(text, wrong);
	const submit = (value: string) => {
		try {
			onCode(parseCode(value));
		} catch (error) {
			if (!(error instanceof CodeError)) {
				throw error;
			}

			setRefusal(error.message);
		}
	};

	return (
		<JoinLayout
			title={`join ${sanitizeLine(address)}`}
			lines={[
				...(reason === undefined ? [] : [{text: reason, tone: 'failure' as const}]),
				{
					text: "Enter the room's code (five words, from the host). The first four letters of each are enough.",
				},
			]}
			hints={hints}
		>
			<TextPrompt
				label="Code"
				placeholder="five words"
				rows={1}
				onChange={value => {
					setTyped(value);
					setRefusal(undefined);
				}}
				onSubmit={submit}
			/>
			<Box height={1} flexShrink={0}>
				<RowText row={[{text: `        ${text}`, tone: 'quiet'}]} />
			</Box>
			<Box height={1} flexShrink={0}>
				<RowText row={[{text: problem === undefined ? ' ' : ` ! ${problem}`, tone: 'warning'}]} />
			</Box>
		</JoinLayout>
	);
}

import {useState} from 'react';
import {Box} from 'ink';
import {CodeError, completeCode, parseCode} from '../../text/room-code.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {JoinLayout} from './join-layout.tsx';
import {TextPrompt} from '../primitives/text-prompt.tsx';
import {RowText} from '../primitives/row-text.tsx';
import {useKeys} from '../terminal/use-keys.ts';

type Props = {
	/** Which room asks, `address:port`. */
	readonly address: string;
	/** Why it is asked again. */
	readonly reason: string | undefined;
	readonly onCode: (code: string) => void;
	readonly onLeave: () => void;
};

const hints = [
	{key: 'Enter', action: 'go in', rank: 0},
	{key: 'Ctrl+C', action: 'leave', rank: 1},
];

/** Asks for the code of a room. Four letters name a word; below stands what has been understood. */
export function CodePrompt({address, reason, onCode, onLeave}: Props) {
	const [typed, setTyped] = useState('');
	const [refusal, setRefusal] = useState<string>();
	useKeys(press => {
		if (press.type === 'interrupt') {
			onLeave();
		}
	});

	const {text, wrong} = completeCode(typed);
	const live = wrong === undefined ? refusal : `Word ${wrong} is not on the list.`;
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
					text: 'This room asks for its code: five words, which its host sees. The first four letters of each are enough.',
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
				<RowText row={[{text: live === undefined ? ' ' : ` ! ${live}`, tone: 'warning'}]} />
			</Box>
		</JoinLayout>
	);
}

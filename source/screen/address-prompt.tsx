import {useEffect, useState} from 'react';
import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {theme} from './theme.ts';

type Props = {
	readonly rows: number;
	readonly onSubmit: (address: string) => void;
};

const label = ' Address › ';
const unprintable = /\p{C}/gu;

/** Asks for another address to dial. */
export function AddressPrompt({rows, onSubmit}: Props) {
	const [address, setAddress] = useState('');
	// The field hears keys only after its first frame: what asks for them is shown when they are heard.
	const [isReady, setIsReady] = useState(false);
	useEffect(() => {
		const timeout = setTimeout(() => {
			setIsReady(true);
		}, 0);
		return () => {
			clearTimeout(timeout);
		};
	}, []);

	const change = (value: string) => {
		// Typed fast, Enter comes in one read with the text, and the field takes it for text.
		const [line = '', ...rest] = value.split(/[\r\n]/);
		const printable = line.replaceAll(unprintable, '');
		setAddress(printable);
		if (rest.length > 0) {
			onSubmit(printable.trim());
		}
	};

	return (
		<Box height={rows} flexShrink={0} overflow="hidden">
			<Box flexShrink={0}>
				<Text {...theme.prompt}>{isReady ? label : ' '.repeat(label.length)}</Text>
			</Box>
			<TextInput
				value={address}
				placeholder="192.168.1.20:5000"
				onChange={change}
				onSubmit={value => {
					onSubmit(value.trim());
				}}
			/>
		</Box>
	);
}

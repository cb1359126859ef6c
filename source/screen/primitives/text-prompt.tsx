import {useEffect, useState} from 'react';
import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {replaceGlyphs} from './glyphs.ts';
import {usePalette} from './theme-context.ts';

type Props = {
	readonly label: string;
	readonly placeholder: string;
	readonly rows: number;
	readonly onSubmit: (text: string) => void;
	/** Called with the text after each change. */
	readonly onChange?: (text: string) => void;
};

const unprintable = /\p{C}/gu;

/** Asks for one short line. */
export function TextPrompt({label, placeholder, rows, onSubmit, onChange}: Props) {
	const palette = usePalette();
	const [text, setText] = useState('');
	// The field receives keys only after its first render: show the label once it does.
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
		// When Enter arrives in one read with text, the field treats it as text: submit here.
		const [line = '', ...rest] = value.split(/[\r\n]/);
		const printable = line.replaceAll(unprintable, '');
		setText(printable);
		onChange?.(printable);
		if (rest.length > 0) {
			onSubmit(printable.trim());
		}
	};

	const shown = replaceGlyphs(` ${label} › `);
	return (
		<Box height={rows} flexShrink={0} overflow="hidden">
			<Box flexShrink={0}>
				<Text {...palette.prompt}>{isReady ? shown : ' '.repeat(shown.length)}</Text>
			</Box>
			{/* The field's own placeholder is grey in every theme, so it is not used. */}
			{text === '' ? (
				<Text {...palette.quiet}>
					<Text inverse>{placeholder.slice(0, 1)}</Text>
					{placeholder.slice(1)}
				</Text>
			) : null}
			<TextInput
				value={text}
				showCursor={text !== ''}
				onChange={change}
				onSubmit={value => {
					onSubmit(value.trim());
				}}
			/>
		</Box>
	);
}

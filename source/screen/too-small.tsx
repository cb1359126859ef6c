import {Text} from 'ink';
import {minimumColumns, minimumRows} from './layout/layout.ts';

/** Shown in a window that is too small for the chat. */
export function TooSmall() {
	return (
		<Text>
			Make this window larger ({minimumColumns}×{minimumRows})
		</Text>
	);
}

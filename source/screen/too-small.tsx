import {Text} from 'ink';
import {minimumColumns, minimumRows} from './layout/layout.ts';

/** What stands in a window that has no room for a chat. */
export function TooSmall() {
	return (
		<Text>
			Make this window larger ({minimumColumns}×{minimumRows})
		</Text>
	);
}

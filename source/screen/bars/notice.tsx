import {memo} from 'react';
import {Box} from 'ink';
import {useNow} from '../primitives/use-now.ts';
import {noticeRows, type Notice as NoticeContent} from './notice-rows.ts';
import {RowTexts} from '../primitives/row-text.tsx';

type Props = {
	readonly notice: NoticeContent;
	readonly columns: number;
	readonly rows: number;
};

/** What stands in the way, in a sentence. */
function NoticeView({notice, columns, rows}: Props) {
	const now = useNow(notice.retryAt);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowTexts rows={noticeRows(notice, columns, now).slice(0, rows)} />
		</Box>
	);
}

export const Notice = memo(NoticeView);

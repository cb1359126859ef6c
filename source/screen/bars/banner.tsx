import {memo} from 'react';
import {Box} from 'ink';
import {useNow} from '../primitives/use-now.ts';
import {RowTexts} from '../primitives/row-text.tsx';
import {layoutBanner, type BannerContent} from './banner-rows.ts';

type Props = {
	readonly content: BannerContent;
	readonly columns: number;
	readonly rows: number;
};

/** A sentence above the composer that says what is wrong; counts down to the next attempt. */
function BannerView({content, columns, rows}: Props) {
	const now = useNow(content.retryAt);
	return (
		<Box flexDirection="column" height={rows} flexShrink={0}>
			<RowTexts rows={layoutBanner(content, columns, now, rows)} />
		</Box>
	);
}

export const Banner = memo(BannerView);

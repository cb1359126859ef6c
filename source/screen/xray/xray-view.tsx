import {Box} from 'ink';
import {RowTexts} from '../primitives/row-text.tsx';
import {layoutXray, type Size, type XrayLayoutOptions} from './xray-rows.ts';

type Props = Size & {
	readonly shown: XrayLayoutOptions;
};

/** The x-ray of one connection, shown in place of the panes. */
export function XrayView({shown, columns, rows}: Props) {
	return (
		<Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
			<RowTexts rows={layoutXray(shown, {columns, rows})} />
		</Box>
	);
}

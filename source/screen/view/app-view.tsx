import type {ComponentProps} from 'react';
import {Box} from 'ink';
import type {ChatState} from '../../chat/state.ts';
import {Banner} from '../bars/banner.tsx';
import type {BannerContent} from '../bars/banner-rows.ts';
import {BottomBar} from '../bars/bottom-bar.tsx';
import {Header} from '../bars/header.tsx';
import type {DraftLayout} from '../composer/draft-layout.ts';
import type {LineField} from '../composer/use-line-field.ts';
import {BareView} from '../copying/bare-view.tsx';
import {FaultChooser} from '../faults/fault-chooser.tsx';
import {Help} from '../help/help.tsx';
import {isTooSmall, type Layout, type PaneName} from '../layout/layout.ts';
import {Panes} from '../panes/panes.tsx';
import type {PanesState} from '../panes/use-panes.ts';
import type {FaultControls} from '../faults/use-faults.ts';
import type {HelpState} from '../help/use-help.ts';
import type {XrayLayoutOptions} from '../xray/xray-rows.ts';
import {XrayView} from '../xray/xray-view.tsx';
import type {CommandList} from '../commands/use-command-list.ts';
import {ComposerArea} from './composer-area.tsx';
import {TooSmall} from './too-small.tsx';

type Props = {
	readonly state: ChatState;
	/** Whether the messages stand alone. */
	readonly isBare: boolean;
	readonly columns: number;
	readonly rows: number;
	readonly layout: Layout;
	readonly panes: PanesState;
	readonly focused: PaneName;
	/** The keys of the selected messages. */
	readonly selected: ReadonlySet<string> | undefined;
	/** What stands in place of the panes. The first that is shown counts. */
	readonly covers: {
		readonly help: HelpState['shown'];
		readonly faults: FaultControls['shown'];
		readonly xray: XrayLayoutOptions | undefined;
	};
	readonly banner: BannerContent | undefined;
	readonly draft: DraftLayout;
	/** The commands to choose from, if they are shown. */
	readonly list: CommandList['shown'];
	/** What stands in the draft's place. The first that is shown counts. */
	readonly fields: {readonly address: LineField | undefined; readonly find: LineField | undefined};
	readonly bottom: Omit<ComponentProps<typeof BottomBar>, 'columns'>;
	/** Whether to draw a frame that is one row short. */
	readonly isRepainting: boolean;
};

/** Returns the rows between the header and the banner. */
export const countCoverRows = ({composer, header, banner, list}: Layout): number =>
	composer.y - (header?.rows ?? 0) - (banner?.rows ?? 0) - (list?.rows ?? 0);

function Body({state, columns, layout, panes, focused, selected, covers: {help, faults, xray}}: Props) {
	const size = {columns, rows: countCoverRows(layout)};
	if (help) {
		return <Help title={help.title} content={help.content} first={help.first} {...size} />;
	}

	if (faults) {
		return <FaultChooser {...faults} {...size} />;
	}

	return xray ? (
		<XrayView shown={xray} {...size} />
	) : (
		<Panes layout={layout} state={state} panes={panes} focused={focused} selected={selected} />
	);
}

/** The whole window of a chat. */
export function AppView(props: Props) {
	const {state, isBare, columns, rows, layout, panes, banner, draft, list, fields, bottom, isRepainting} = props;
	const height = isRepainting ? rows - 1 : rows;
	if (isBare) {
		const {source, scroll, welcome} = panes.messages;
		return <BareView source={source} scroll={scroll} welcome={welcome} rows={height} />;
	}

	if (isTooSmall(columns, rows)) {
		return <TooSmall columns={columns} rows={rows} />;
	}

	// What is one row short is short of its last row.
	const hasComposer = layout.hints !== undefined || !isRepainting;
	return (
		// After a resize, Ink draws the old tree once before this component renders, so the width
		// must be able to shrink.
		<Box flexDirection="column" width="100%" height={height}>
			{layout.header ? <Header state={state} columns={columns} /> : null}
			<Body {...props} />
			{layout.banner && banner ? <Banner content={banner} columns={columns} rows={layout.banner.rows} /> : null}
			{hasComposer ? <ComposerArea {...{state, draft, layout, list}} {...fields} /> : null}
			{layout.hints && !isRepainting ? <BottomBar {...bottom} columns={columns} /> : null}
		</Box>
	);
}

import {Box, Text} from 'ink';
import type {ChatState} from '../../chat/state.ts';
import type {Layout, PaneName} from '../layout/layout.ts';
import {countNewer} from '../layout/scroll.ts';
import {replaceGlyphs} from '../primitives/glyphs.ts';
import {RowText} from '../primitives/row-text.tsx';
import {MessagePane} from '../messages/message-pane.tsx';
import {usePalette} from '../primitives/theme-context.ts';
import {findHostId} from './peer-rows.ts';
import {PeerPane} from './peer-pane.tsx';
import {InvitationPane} from './invitation-pane.tsx';
import {LogPane} from './log-pane.tsx';
import {layoutComposerRule} from './composer-rule.ts';
import type {PanesState} from './use-panes.ts';

type Props = {
	readonly layout: Layout;
	readonly state: ChatState;
	readonly panes: PanesState;
	/** The focused pane. */
	readonly focused: PaneName;
	/** The keys of the selected messages. */
	readonly selected: ReadonlySet<string> | undefined;
};

function Separator({rows}: {readonly rows: number}) {
	const {rule} = usePalette();
	return <Text {...rule}>{Array.from({length: rows}, () => replaceGlyphs('│')).join('\n')}</Text>;
}

/** The panes between header and composer, positioned by the layout. */
export function Panes({layout, state, panes: {messages, log, peers}, focused, selected}: Props) {
	const {separator} = layout;
	const view = {
		isScrolled: layout.messages !== undefined && messages.isScrolled,
		newer: countNewer(messages.source, messages.scroll),
		isEndKey: focused === 'messages',
	};
	const rule = layout.rule && (
		<RowText row={layoutComposerRule(state, view, {columns: layout.rule.columns, joint: separator?.x})} />
	);
	const messagePane = layout.messages && (
		<MessagePane
			source={messages.source}
			scroll={messages.scroll}
			isScrolled={messages.isScrolled}
			isFocused={focused === 'messages'}
			selected={selected}
			welcome={messages.welcome}
			hasTitle={layout.hasMessageTitle}
			hasRule={layout.rule !== undefined}
			columns={layout.messages.columns}
			rows={layout.messages.rows}
		/>
	);
	const peerPane = layout.peers && (
		<PeerPane
			members={state.members}
			lastSeenAt={state.lastSeenAt}
			source={peers.source}
			scroll={peers.scroll}
			isFocused={focused === 'peers'}
			myId={state.myId}
			hostId={findHostId(state)}
			columns={layout.peers.columns}
			rows={layout.peers.rows}
		/>
	);
	const invitation = layout.invitation && (
		<InvitationPane
			inviteAddresses={state.inviteAddresses}
			code={state.code}
			tag={state.tag}
			announcedName={state.announcedName}
			joinCommand={state.joinCommand}
			plain={state.plain}
			columns={layout.invitation.columns}
			rows={layout.invitation.rows}
		/>
	);
	const logPane = layout.log && (
		<LogPane
			source={log.source}
			scroll={log.scroll}
			pins={log.pins}
			choice={log.choice}
			isFocused={focused === 'log'}
			columns={layout.log.columns}
			rows={layout.log.rows}
		/>
	);
	if (!separator) {
		return (
			<>
				{peerPane}
				{invitation}
				{messagePane}
				{logPane}
				{rule}
			</>
		);
	}

	return (
		<>
			<Box height={separator.rows} flexShrink={0}>
				<Box flexDirection="column" width={separator.x}>
					{messagePane}
				</Box>
				<Box flexShrink={0} width={1}>
					<Separator rows={separator.rows} />
				</Box>
				<Box flexDirection="column" width={layout.composer.columns - separator.x - 1}>
					{peerPane}
					{invitation}
					{logPane}
				</Box>
			</Box>
			{rule}
		</>
	);
}

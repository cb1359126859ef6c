import {Box, Text} from 'ink';
import type {Scroll, RowSource} from '../hooks/use-scroll.ts';
import type {ChatState} from '../chat/state.ts';
import {ConnectionLog} from './connection-log.tsx';
import type {Layout} from './layout.ts';
import {glyphs} from './glyphs.ts';
import {MessagePane} from './message-pane.tsx';
import type {MessageSource} from './message-source.ts';
import {PeerPane} from './peer-pane.tsx';
import type {Row} from './rows.ts';
import {theme} from './theme.ts';

type Props = Pick<ChatState, 'members' | 'myId' | 'log'> & {
	readonly layout: Layout;
	readonly hostId: string | undefined;
	readonly messages: MessageSource;
	readonly messageScroll: Scroll;
	readonly logEntries: RowSource;
	readonly logScroll: Scroll;
	readonly welcome: readonly Row[];
};

function Separator({rows}: {readonly rows: number}) {
	return <Text {...theme.rule}>{Array.from({length: rows}, () => glyphs('│')).join('\n')}</Text>;
}

type RuleProps = {
	readonly columns: number;
	/** Where the line beside the right column meets it. */
	readonly joint: number | undefined;
};

function Rule({columns, joint}: RuleProps) {
	return (
		<Text wrap="truncate" {...theme.rule}>
			{glyphs(joint === undefined ? '─'.repeat(columns) : `${'─'.repeat(joint)}┴${'─'.repeat(columns - joint - 1)}`)}
		</Text>
	);
}

/** The panes between the header and the composer, each where the layout has put it. */
export function Panes({layout, members, myId, hostId, log, messages, messageScroll, logEntries, logScroll, welcome}: Props) {
	const {separator} = layout;
	const rule = layout.rule && <Rule columns={layout.rule.columns} joint={separator?.x} />;
	const messagePane = layout.messages && (
		<MessagePane source={messages} scroll={messageScroll} welcome={welcome} columns={layout.messages.columns} rows={layout.messages.rows} />
	);
	const peerPane = layout.peers && (
		<PeerPane members={members} myId={myId} hostId={hostId} columns={layout.peers.columns} rows={layout.peers.rows} />
	);
	const logPane = layout.log && (
		<ConnectionLog log={log} source={logEntries} scroll={logScroll} columns={layout.log.columns} rows={layout.log.rows} />
	);
	if (!separator) {
		return (
			<>
				{peerPane}
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
				<Box flexDirection="column" width={layout.header.columns - separator.x - 1}>
					{peerPane}
					{logPane}
				</Box>
			</Box>
			{rule}
		</>
	);
}

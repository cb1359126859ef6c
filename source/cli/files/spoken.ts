/** The items of a conversation that are saved, in every form of the file. */
import type {ChatState, HistoryItem} from '../../chat/state.ts';
import type {LoggedMessage} from '../../room/log.ts';
import type {Recipient} from '../../room/member.ts';
import type {MessagePart} from '../../text/message.ts';

/** A message. */
export type Spoken = {
	readonly at: number;
	readonly seq?: number | undefined;
	readonly from: string;
	readonly fromId: string;
	readonly own: boolean;
	readonly to?: Recipient | undefined;
	readonly text: string;
	readonly part?: MessagePart | undefined;
	/** Why it is not in the room's log. */
	readonly failure?: 'queued' | 'refused' | undefined;
};

/** A line of the program, such as `bob joined`. */
export type Aside = {readonly at: number; readonly notice: string};

export type Entry = Spoken | Aside;

/** Describes messages that are read from the room's log. */
export const describeLogged = (messages: readonly LoggedMessage[], myId: string | undefined): readonly Spoken[] =>
	messages.map(({ts, id, ...message}) => ({...message, at: ts, fromId: id, own: id === myId}));

const describeItem = (item: HistoryItem): readonly Entry[] => {
	switch (item.kind) {
		case 'gap':
		case 'invitation': {
			return [];
		}

		case 'notice': {
			return [{at: item.at, notice: item.text}];
		}

		case 'message': {
			return [{...item, failure: item.delivery === 'refused' ? 'refused' : undefined}];
		}
	}
};

type Shown = Pick<ChatState, 'history' | 'pending' | 'myName' | 'myId'>;

/** Describes what the chat shows, with the user's messages that are not acknowledged yet. */
export const describeShown = ({history, pending, myName, myId = ''}: Shown): readonly Entry[] => [
	...history.flatMap(item => describeItem(item)),
	...pending.map((entry): Spoken => ({...entry, from: myName, fromId: myId, own: true, failure: 'queued'})),
];

import type {ChatState} from '../../chat/state.ts';
import {Composer} from '../composer/composer.tsx';
import type {DraftLayout} from '../composer/draft-layout.ts';
import {TextPrompt} from '../composer/text-prompt.tsx';
import type {LineField} from '../composer/use-line-field.ts';
import type {Layout} from '../layout/layout.ts';
import {CommandList} from '../commands/command-list.tsx';
import type {CommandList as List} from '../commands/use-command-list.ts';
import {choosePlaceholder} from '../primitives/status-text.ts';

type Props = {
	readonly state: ChatState;
	readonly draft: DraftLayout;
	/** The position and size of the composer and its list in the window. */
	readonly layout: Pick<Layout, 'composer' | 'list'>;
	/** The commands to choose from, if they are shown. */
	readonly list: List['shown'];
	/** The prompt for another address, if it stands in the draft's place. */
	readonly address: LineField | undefined;
	/** The field of a search, if it stands there. */
	readonly find: LineField | undefined;
};

/** The input area: the composer and its list, a prompt for another address, or what to find. */
export function ComposerArea({state, draft, layout, list, address, find}: Props) {
	const {composer: rect, list: listRect} = layout;
	const place = {top: rect.y, columns: rect.columns};
	if (address) {
		return <TextPrompt label="Address" placeholder="192.168.1.20:5000" field={address} {...place} />;
	}

	return find ? (
		<TextPrompt label="Find" placeholder="words, or a name" field={find} {...place} />
	) : (
		<>
			{list && listRect ? <CommandList shown={list} columns={rect.columns} rows={listRect.rows} /> : null}
			<Composer view={draft} placeholder={choosePlaceholder(state)} top={rect.y} rows={rect.rows} />
		</>
	);
}

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
	readonly addressField: LineField | undefined;
};

/** The input area: the composer and its list, or a prompt for another address. */
export function ComposerArea({state, draft, layout: {composer: rect, list: listRect}, list, addressField}: Props) {
	return addressField ? (
		<TextPrompt
			label="Address"
			placeholder="192.168.1.20:5000"
			field={addressField}
			top={rect.y}
			columns={rect.columns}
		/>
	) : (
		<>
			{list && listRect ? <CommandList shown={list} columns={rect.columns} rows={listRect.rows} /> : null}
			<Composer view={draft} placeholder={choosePlaceholder(state)} top={rect.y} rows={rect.rows} />
		</>
	);
}

import {readConditions} from '../../chat/commands/conditions.ts';
import {listCommands} from '../../chat/commands/list-commands.ts';
import type {CommandInfo} from '../../chat/commands/types.ts';
import type {ChatState} from '../../chat/state.ts';
import {createCompletionSource} from '../composer/completion-source.ts';
import {useCompletion, type Completer, type CompletePath} from '../composer/use-completion.ts';
import type {ComposerState} from '../composer/use-composer.ts';
import {countListRows} from '../layout/divide-rows.ts';
import {useCommandList, type CommandList} from './use-command-list.ts';

type Options = {
	readonly state: ChatState;
	readonly composer: ComposerState;
	readonly completePath: CompletePath | undefined;
	/** The height of the window. */
	readonly rows: number;
};

type Commands = {
	/** The commands that can be used now. */
	readonly commands: readonly CommandInfo[];
	readonly commandList: CommandList;
	readonly completer: Completer;
};

/** The commands of the screen: which there are now, the list of them, and what Tab completes. */
export const useCommands = ({state, composer, completePath, rows}: Options): Commands => {
	const commands = listCommands('screen', readConditions(state));
	return {
		commands,
		commandList: useCommandList({composer, commands, mostRows: countListRows(rows)}),
		completer: useCompletion({composer, getSource: () => createCompletionSource(state, commands), completePath}),
	};
};

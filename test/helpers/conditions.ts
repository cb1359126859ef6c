import type {CommandConditions} from '../../source/chat/commands/types.ts';

/** The conditions under which every command can be used. */
export const everyCondition: CommandConditions = {
	isHost: true,
	isLab: true,
	canSend: true,
	hasNames: true,
	isWaiting: true,
};

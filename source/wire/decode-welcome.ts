import {isBoolean, isCount, isFields, isLabel, isOptional, isPositive, type Fields} from './decode-fields.ts';
import type {WelcomeFrame} from './frames.ts';

/** Decodes a welcome, whose `type` was checked. */
export const decodeWelcome = (fields: Fields): WelcomeFrame | undefined => {
	const {v, room, host, roomName, you, head, first, got, limits, heartbeat} = fields;
	if (!isFields(you) || !isFields(limits) || !isFields(heartbeat)) {
		return undefined;
	}

	const {id, name} = you;
	const {text, line} = limits;
	const {ping, silent} = heartbeat;
	return isCount(v) &&
		isLabel(room) &&
		isOptional(host, isLabel) &&
		isOptional(roomName, isLabel) &&
		isLabel(id) &&
		isLabel(name) &&
		isCount(head) &&
		isPositive(first) &&
		isCount(got) &&
		isPositive(text) &&
		isPositive(line) &&
		isPositive(ping) &&
		isPositive(silent) &&
		isOptional(fields.plain, isBoolean) &&
		isOptional(fields.search, isBoolean) &&
		isOptional(fields.reset, isBoolean)
		? {
				type: 'welcome',
				v,
				room,
				host,
				roomName,
				you: {id, name},
				head,
				first,
				got,
				limits: {text, line},
				heartbeat: {ping, silent},
				...(fields.plain === true && {plain: true}),
				...(fields.search === true && {search: true}),
				...(fields.reset === true && {reset: true}),
			}
		: undefined;
};

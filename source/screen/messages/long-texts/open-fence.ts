import {sanitize} from '../../../text/sanitize.ts';
import {findPart, type Item, type Items} from '../../../chat/window/parts.ts';
import {readFences, type Fence} from './fences.ts';

/** A fence is looked for in this many parts before one. */
const maximumParts = 64;

/** For each message, the fence after it if another is open before it. */
const known = new WeakMap<Item, {readonly before: Fence; readonly after: Fence}>();

const findFenceAfter = (item: Item, before: Fence): Fence => {
	const cached = known.get(item);
	if (cached?.before === before) {
		return cached.after;
	}

	const {text = ''} = item;
	const after = text.includes('`') ? readFences(sanitize(text), before) : before;
	known.set(item, {before, after});
	return after;
};

/** Returns the fence that is open before the item at `index`: in a part, code may go on. */
export const findFence = (items: Items, index: number): Fence => {
	const parts: Item[] = [];
	let at = findPart(items, index, -1);
	while (at !== undefined && parts.length < maximumParts) {
		parts.push(items.getItem(at) ?? {});
		at = findPart(items, at, -1);
	}

	let fence: Fence = '';
	for (const item of parts.toReversed()) {
		fence = findFenceAfter(item, fence);
	}

	return fence;
};

/** The connection and the call that the x-ray shows. */
export type XrayPosition = {
	readonly number: number;
	/** The key of the selected call; undefined: the newest. */
	readonly selected: number | undefined;
	readonly unfolded: number | undefined;
};

/** Returns the position after a move among the calls. At the newest, it follows the newest. */
export const moveSelection = (position: XrayPosition, keys: readonly number[], by: number): XrayPosition => {
	const current = position.selected === undefined ? -1 : keys.indexOf(position.selected);
	const last = keys.length - 1;
	const index = Math.max(0, Math.min(last, (current === -1 ? last : current) + by));
	return {...position, selected: index === last ? undefined : keys[index]};
};

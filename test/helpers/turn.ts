/** Lets everything run that is queued for the end of this turn. */
export const endOfTurn = async (): Promise<void> =>
	new Promise(resolve => {
		setImmediate(resolve);
	});

/** How much is kept. A socket beyond the last takes the place of the first that is closed. */
export const logLimits = {
	calls: 1000,
	data: 500,
	life: 64,
	sockets: 256,
	retries: 32,
};

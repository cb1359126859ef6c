/** Returns the message of whatever was thrown. */
export const errorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
Returns the code of a system error, such as `ECONNREFUSED`, or `fallback` where there is none. Where
all addresses of a name failed, returns the code of the first.
*/
export const errorCode = (error: unknown, fallback = 'unknown'): string => {
	if (error instanceof AggregateError && error.errors.length > 0) {
		return errorCode(error.errors[0], fallback);
	}

	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : fallback;
};

/** Returns the message of a thrown value. */
export const errorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
Returns the code of a system error, such as `ECONNREFUSED`, or `fallback` if the error has none. For
an AggregateError (every address of a host name failed), returns the code of the first error.
*/
export const errorCode = (error: unknown, fallback = 'unknown'): string => {
	if (error instanceof AggregateError && error.errors.length > 0) {
		return errorCode(error.errors[0], fallback);
	}

	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : fallback;
};

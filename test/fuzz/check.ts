/** Runs a target on values of fast-check. Reports a failure with its seed and abbreviated bytes. */
import {Buffer} from 'node:buffer';
import fc from 'fast-check';

export type CheckOptions = {
	readonly runs: number;
	/** Default: a random seed. */
	readonly seed?: number;
	/** The path of a reported failure, to run only that case. */
	readonly path?: string;
	/** Starts no new case after this time, in milliseconds. */
	readonly limit?: number;
};

/** How many bytes of a value to print. */
const maximumPrinted = 500;

const describe = (value: unknown): string =>
	JSON.stringify(value, (_key, each: unknown) => {
		// JSON.stringify passes a Buffer as the result of its toJSON.
		const bytes = Array.isArray((each as {data?: unknown} | undefined)?.data)
			? Buffer.from((each as {data: number[]}).data)
			: each;
		return bytes instanceof Uint8Array
			? `${bytes.length} bytes: ${Buffer.from(bytes).toString('latin1').slice(0, maximumPrinted)}`
			: each;
	}).slice(0, 8 * maximumPrinted);

/** Returns the number of cases that ran. Throws if one failed. */
export const check = async <T>(
	arbitrary: fc.Arbitrary<T>,
	target: (value: T) => Promise<void> | void,
	{runs, seed, path, limit}: CheckOptions,
): Promise<number> => {
	const details = await fc.check(
		fc.asyncProperty(arbitrary, async value => {
			await target(value);
		}),
		{numRuns: runs, seed, path, interruptAfterTimeLimit: limit, markInterruptAsFailure: false},
	);
	// A run that is interrupted before its first case counts as failed, without a counterexample.
	if (details.failed && details.counterexample) {
		const {counterexample, counterexamplePath, errorInstance} = details;
		throw new Error(
			`${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}\n{seed: ${details.seed}, path: ${JSON.stringify(
				counterexamplePath,
			)}}: ${describe(counterexample)}`,
			{cause: errorInstance},
		);
	}

	return details.numRuns;
};

/**
Runs a target on what fast-check makes up. A failure is told with the seed and the bytes in short:
whole, they fill screens.
*/
import {Buffer} from 'node:buffer';
import fc from 'fast-check';

export type CheckOptions = {
	readonly runs: number;
	/** By default another one each time. */
	readonly seed?: number;
	/** As a failure tells it: only this one case. */
	readonly path?: string;
	/** No new case after so many milliseconds. */
	readonly limit?: number;
};

const longest = 500;

const describe = (value: unknown): string =>
	JSON.stringify(value, (_key, each: unknown) => {
		// A Buffer comes as what its own toJSON makes of it.
		const bytes = Array.isArray((each as {data?: unknown} | undefined)?.data)
			? Buffer.from((each as {data: number[]}).data)
			: each;
		return bytes instanceof Uint8Array
			? `${bytes.length} bytes: ${Buffer.from(bytes).toString('latin1').slice(0, longest)}`
			: each;
	}).slice(0, 8 * longest);

/** Gives the number of cases that were run. Throws where one has failed. */
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
	// One that was interrupted before its first case has found nothing.
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

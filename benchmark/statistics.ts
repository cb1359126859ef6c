/** Statistics of repeated measurements. */

/**
The value below which this share of the values lies (0.5: the median); between two of them, it is
interpolated. Throws where there are none.
*/
export const quantile = (values: readonly number[], share: number): number => {
	const sorted = values.toSorted((a, b) => a - b);
	const place = share * (sorted.length - 1);
	const below = sorted[Math.floor(place)];
	const above = sorted[Math.ceil(place)];
	if (below === undefined || above === undefined) {
		throw new RangeError('Nothing was measured.');
	}

	return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
Measures each thing once, then each once more, so that other load on the machine affects all alike.
Returns all measurements by the thing's name.
*/
export const interleave = async <Name extends string, Value>(
	rounds: number,
	measurements: Readonly<Partial<Record<Name, () => Promise<Value>>>>,
): Promise<Map<Name, Value[]>> => {
	const values = new Map<Name, Value[]>();
	for (let round = 0; round < rounds; round++) {
		for (const [name, measure] of Object.entries(measurements) as Array<[Name, (() => Promise<Value>) | undefined]>) {
			if (measure) {
				values.set(name, [...(values.get(name) ?? []), await measure()]);
			}
		}
	}

	return values;
};

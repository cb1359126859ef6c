/** Returns numbers as `#2 #4–#7`. */
export const formatNumbers = (numbers: readonly number[]): string => {
	const parts: string[] = [];
	let first: number | undefined;
	let last = 0;
	const end = () => {
		if (first !== undefined) {
			parts.push(first === last ? `#${first}` : last === first + 1 ? `#${first} #${last}` : `#${first}–#${last}`);
		}
	};

	for (const number of numbers.toSorted((one, other) => one - other)) {
		if (number !== last + 1 || first === undefined) {
			end();
			first = number;
		}

		last = number;
	}

	end();
	return parts.join(' ');
};

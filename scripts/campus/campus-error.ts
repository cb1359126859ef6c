/** What a command of the campus cannot do, as a sentence for its user. */
export class CampusError extends Error {
	override name = 'CampusError';
}

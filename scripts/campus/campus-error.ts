/** An error whose message is a sentence for the user of a campus command. */
export class CampusError extends Error {
	override name = 'CampusError';
}

// Stands for Ink's ErrorOverview in the bundle: it shows an excerpt of the source, which is not
// there. The program prints one sentence after the screen has closed.
export default function ErrorOverview() {
	return null;
}

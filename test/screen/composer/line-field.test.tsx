import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {Text, usePaste} from 'ink';
import {useLineField, type LineField} from '../../../source/screen/composer/use-line-field.ts';
import {useKeys} from '../../../source/screen/terminal/use-keys.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';

/** Shows a field in Ink that reads bytes as a terminal sends them. */
const openField = async () => {
	let field: LineField | undefined;
	const submitted: string[] = [];
	function Prompt() {
		field = useLineField({
			onSubmit(text) {
				submitted.push(text);
			},
		});
		useKeys(press => {
			field?.handleKey(press);
		}, field.hasMeaning);
		usePaste(field.paste);
		return <Text>prompt</Text>;
	}

	const {write, close} = await renderOnBytes(() => <Prompt />);

	return {
		/** Writes bytes into the empty field, in one read. Returns its text. */
		async write(bytes: string) {
			field?.clear();
			submitted.length = 0;
			await write(bytes);
			return field?.current();
		},
		submitted,
		close,
	};
};

test('no control key types a character or submits, and Enter alone submits', async () => {
	const field = await openField();
	try {
		for (let code = 1; code < 32; code++) {
			const key = String.fromCodePoint(code);
			// Ctrl+J and Ctrl+M are Enter; Escape begins a sequence.
			if (!'\n\r\u{1B}'.includes(key)) {
				assert.equal(await field.write(`${key}`), '', String(code));
				assert.deepEqual(field.submitted, []);
			}
		}

		for (const key of ['[A', '[B', '[5~', '[6~', '[2~', '[Z', 'OP', 'OR', '[15~', '[1;2A', '[1;3D', '[1;5H']) {
			assert.equal(await field.write(`a\u{1B}${key}`), 'a', key);
			assert.deepEqual(field.submitted, []);
		}

		await field.write(' a b \r');
		assert.deepEqual(field.submitted, ['a b']);
	} finally {
		field.close();
	}
});

test('every key of a burst counts, and wide and combined characters are deleted whole', async () => {
	const field = await openField();
	const characters = fc.constantFrom('a', ' ', '日', 'é', '👩‍👩‍👧', '👍🏽');
	try {
		await fc.assert(
			fc.asyncProperty(fc.array(characters, {maxLength: 60}), fc.nat(60), async (list, deleted) => {
				const kept = list.slice(0, Math.max(0, list.length - deleted)).join('');
				assert.equal(await field.write(list.join('') + '\u{7F}'.repeat(deleted)), kept);
				assert.equal(
					await field.write(`${list.join('')}\u{1}${'\u{4}'.repeat(deleted)}`),
					list.slice(deleted).join(''),
				);
			}),
			{numRuns: 200},
		);
	} finally {
		field.close();
	}
});

test('a paste is one line, and submits nothing', async () => {
	const field = await openField();
	try {
		const paste = (text: string) => `\u{1B}[200~${text}\u{1B}[201~`;
		assert.equal(await field.write(paste('one\r\ntwo\tthree\r')), 'one two three ');
		assert.equal(await field.write(paste('  one two')), 'one two');
		assert.equal(await field.write(`x${paste('1\u{7}\u{1}2\r')}y`), 'x12 y');
		assert.deepEqual(field.submitted, []);
	} finally {
		field.close();
	}
});

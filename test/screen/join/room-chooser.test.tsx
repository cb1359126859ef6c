import assert from 'node:assert/strict';
import test from 'node:test';
import {RoomChooser} from '../../../source/screen/join/room-chooser.tsx';
import type {RoomChoice} from '../../../source/targets/room-choice.ts';
import {renderOnBytes} from '../../helpers/byte-terminal.ts';

const createChoice = (name: string): RoomChoice => ({
	label: `${name} at ${name}:5000`,
	target: {endpoint: {host: name, port: 5000}, address: `${name}:5000`, code: undefined},
});

test('a room that is found later and listed first does not take the mark: Enter joins the marked one', async () => {
	let list: (choices: readonly RoomChoice[]) => void = () => undefined;
	const joined: string[] = [];
	const {write, turn, close} = await renderOnBytes(
		() => (
			<RoomChooser
				watch={onChoices => {
					list = onChoices;
					onChoices([createChoice('first')]);
					return () => undefined;
				}}
				onTarget={({address}) => {
					joined.push(address);
				}}
				onAddress={() => undefined}
				onLeave={() => undefined}
			/>
		),
		{columns: 80, env: {}},
	);
	try {
		list([createChoice('later'), createChoice('first')]);
		await turn();
		await write('\r');
		await turn();
		assert.deepEqual(joined, ['first:5000']);
	} finally {
		close();
	}
});

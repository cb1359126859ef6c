import {useEffect, useState} from 'react';
import {Box} from 'ink';
import {sanitizeLine} from '../text/sanitize.ts';
import {Doorway} from './doorway.tsx';
import {Prompt} from './prompt.tsx';
import {RowText} from './row-text.tsx';
import {useKeys} from './use-keys.ts';

/** A room that a join can go to, and how it is shown. */
export type Door<Target> = {readonly label: string; readonly target: Target};

type Props<Target> = {
	/** Tells of the rooms that are there, again whenever that changes. Gives what ends it. Must keep its identity. */
	readonly look: (onDoors: (doors: ReadonlyArray<Door<Target>>) => void) => () => void;
	readonly onTarget: (target: Target) => void;
	/** Takes what was typed; gives the sentence that refuses it, if it does. */
	readonly onAddress: (address: string) => string | undefined;
	readonly onLeave: () => void;
};

const otherAddress = 'type an address';

/** The rooms that are found, to choose from; the last entry is an address of one's own. */
export function RoomChooser<Target>({look, onTarget, onAddress, onLeave}: Props<Target>) {
	const [doors, setDoors] = useState<ReadonlyArray<Door<Target>>>([]);
	// By its label, so that rooms that come and go do not move it.
	const [chosen, setChosen] = useState<string>();
	const [isTyping, setIsTyping] = useState(false);
	const [refusal, setRefusal] = useState<string>();
	useEffect(() => look(setDoors), [look]);

	const labels = [...doors.map(({label}) => label), otherAddress];
	const index = Math.max(0, chosen === undefined ? 0 : labels.indexOf(chosen));
	const move = (delta: number) => {
		setChosen(labels[(index + delta + labels.length) % labels.length]);
	};

	const choose = () => {
		const door = doors[index];
		if (door) {
			onTarget(door.target);
		} else {
			setIsTyping(true);
		}
	};

	useKeys(press => {
		if (press.type === 'interrupt') {
			onLeave();
		} else if (isTyping) {
			if (press.type === 'escape') {
				setIsTyping(false);
				setRefusal(undefined);
			}
		} else if (press.type === 'up' || press.type === 'down') {
			move(press.type === 'up' ? -1 : 1);
		} else if (press.type === 'submit') {
			choose();
		}
	});

	const found =
		doors.length === 0
			? 'No room is found yet. Is `socket-chat host` running on this network? Some networks hide rooms from one another: then type the address that the host shows.'
			: 'Rooms that are found. Which one?';
	return (
		<Doorway
			title="join"
			lines={[{text: found}]}
			hints={
				isTyping
					? [
							{key: 'Enter', does: 'go there', rank: 0},
							{key: 'Esc', does: 'back', rank: 1},
						]
					: [
							{key: '↑↓', does: 'choose', rank: 1},
							{key: 'Enter', does: 'go in', rank: 0},
							{key: 'Ctrl+C', does: 'leave', rank: 2},
						]
			}
		>
			{labels.map((label, place) => (
				<Box key={label} height={1} flexShrink={0}>
					<RowText row={[{text: `${place === index ? ' › ' : '   '}${sanitizeLine(label)}`, tone: place === index ? 'title' : 'plain'}]} />
				</Box>
			))}
			{isTyping ? (
				<Prompt
					label="Address"
					placeholder="192.168.1.20:5000"
					rows={1}
					onChange={() => {
						setRefusal(undefined);
					}}
					onSubmit={address => {
						setRefusal(address === '' ? undefined : onAddress(address));
					}}
				/>
			) : null}
			{refusal === undefined ? null : (
				<Box height={1} flexShrink={0}>
					<RowText row={[{text: ` ! ${refusal}`, tone: 'notice'}]} />
				</Box>
			)}
		</Doorway>
	);
}

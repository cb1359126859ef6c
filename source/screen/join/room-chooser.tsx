import {useEffect, useState} from 'react';
import {Box} from 'ink';
import {sanitizeLine} from '../../text/sanitize.ts';
import type {JoinTarget} from '../../targets/join-target.ts';
import type {RoomChoice, RoomFinder} from '../../targets/room-choice.ts';
import {TextPrompt} from '../primitives/text-prompt.tsx';
import {RowText} from '../primitives/row-text.tsx';
import {useKeys} from '../terminal/use-keys.ts';
import {JoinLayout} from './join-layout.tsx';

type Props = {
	readonly watch: RoomFinder['watch'];
	readonly onTarget: (target: JoinTarget) => void;
	/** Called with a typed address. Returns a sentence if the address is invalid. */
	readonly onAddress: (address: string) => string | undefined;
	readonly onLeave: () => void;
};

const otherAddress = 'type an address';

/** Lists the rooms found on the network to choose from; the last choice is to type an address. */
export function RoomChooser({watch, onTarget, onAddress, onLeave}: Props) {
	const [choices, setChoices] = useState<readonly RoomChoice[]>([]);
	// Kept by label, so that rooms that come and go do not move the selection.
	const [chosen, setChosen] = useState<string>();
	const [isTyping, setIsTyping] = useState(false);
	const [refusal, setRefusal] = useState<string>();
	useEffect(() => watch(setChoices), [watch]);

	const labels = [...choices.map(({label}) => label), otherAddress];
	const index = Math.max(0, chosen === undefined ? 0 : labels.indexOf(chosen));
	const move = (delta: number) => {
		setChosen(labels[(index + delta + labels.length) % labels.length]);
	};

	const choose = () => {
		const choice = choices[index];
		if (choice) {
			onTarget(choice.target);
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
		choices.length === 0
			? "No room found. Type the address shown on the host's screen: some networks hide rooms from each other."
			: 'Rooms on this network:';
	return (
		<JoinLayout
			title="join"
			lines={[{text: found}]}
			hints={
				isTyping
					? [
							{key: 'Enter', action: 'join', rank: 0},
							{key: 'Esc', action: 'back', rank: 1},
						]
					: [
							{key: '↑↓', action: 'choose', rank: 1},
							{key: 'Enter', action: 'join', rank: 0},
							{key: 'Ctrl+C', action: 'leave', rank: 2},
						]
			}
		>
			{labels.map((label, place) => (
				<Box key={label} height={1} flexShrink={0}>
					<RowText
						row={[
							{
								text: `${place === index ? ' › ' : '   '}${sanitizeLine(label)}`,
								tone: place === index ? 'title' : 'plain',
							},
						]}
					/>
				</Box>
			))}
			{isTyping ? (
				<TextPrompt
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
					<RowText row={[{text: ` ! ${refusal}`, tone: 'warning'}]} />
				</Box>
			)}
		</JoinLayout>
	);
}

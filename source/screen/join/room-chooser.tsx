import {useEffect, useState} from 'react';
import {usePaste} from 'ink';
import type {JoinTarget} from '../../targets/join-target.ts';
import {explainClaims, type RoomChoice, type RoomFinder} from '../../targets/room-choice.ts';
import {joinPastedLines, useLineField} from '../composer/use-line-field.ts';
import {useLatestState} from '../primitives/use-latest-state.ts';
import type {KeyPress} from '../terminal/keys.ts';
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

const listHints = [
	{key: '↑↓', action: 'choose', rank: 1},
	{key: 'Enter', action: 'join', rank: 0},
	{key: 'Ctrl+C', action: 'leave', rank: 2},
];
const promptHints = [
	{key: 'Enter', action: 'join', rank: 0},
	{key: 'Esc', action: 'back', rank: 1},
];

const isText = (press: KeyPress): boolean =>
	press.type === 'edit' && press.action.type === 'insert' && press.action.text.trim() !== '';

/**
Lists the rooms found on the network to choose from; the last choice is to type an address. The
first character of an address opens the prompt for it: the list has no numbers to choose by.
*/
export function RoomChooser({watch, onTarget, onAddress, onLeave}: Props) {
	const [choices, setChoices] = useState<readonly RoomChoice[]>([]);
	// Kept by label, so that rooms that come and go do not move the selection: Enter joins the room
	// that was marked when the user looked.
	const chosen = useLatestState<string | undefined>(undefined);
	const {current: getChosen, set: setChosen} = chosen;
	const isTyping = useLatestState(false);
	const [refusal, setRefusal] = useState<string>();
	useEffect(
		() =>
			watch(next => {
				setChoices(next);
				const [first] = next;
				if (getChosen() === undefined && first) {
					setChosen(first.label);
				}
			}),
		[watch, getChosen, setChosen],
	);

	const labels = [...choices.map(({label}) => label), otherAddress];
	const findIndex = (label: string | undefined) => Math.max(0, label === undefined ? 0 : labels.indexOf(label));
	const move = (delta: number) => {
		chosen.set(labels[(findIndex(chosen.current()) + delta + labels.length) % labels.length]);
	};

	const field = useLineField({
		onChange() {
			setRefusal(undefined);
		},
		onSubmit(address) {
			setRefusal(address === '' ? undefined : onAddress(address));
		},
	});
	const choose = () => {
		const choice = choices[findIndex(chosen.current())];
		if (choice) {
			onTarget(choice.target);
		} else {
			isTyping.set(true);
		}
	};

	const handlePromptKey = (press: KeyPress) => {
		if (press.type === 'escape') {
			isTyping.set(false);
			field.clear();
			setRefusal(undefined);
		} else {
			field.handleKey(press);
		}
	};

	useKeys(press => {
		if (press.type === 'interrupt') {
			onLeave();
		} else if (isTyping.current()) {
			handlePromptKey(press);
		} else if (isText(press)) {
			isTyping.set(true);
			field.handleKey(press);
		} else if (press.type === 'up' || press.type === 'down') {
			move(press.type === 'up' ? -1 : 1);
		} else if (press.type === 'submit') {
			choose();
		}
	}, field.hasMeaning);
	usePaste(text => {
		if (joinPastedLines(text).trim() !== '') {
			isTyping.set(true);
			field.paste(text);
		}
	});

	const found =
		choices.length === 0
			? "No room found. Type the address shown on the host's screen: other subnets are not asked, and some networks hide rooms."
			: 'Rooms on this network:';
	const claims = explainClaims(choices);
	return (
		<JoinLayout
			content={{
				title: 'join',
				lines: [{text: found}, ...(claims === undefined ? [] : [{text: claims, tone: 'quiet' as const}])],
				choices: {labels, chosen: isTyping.value ? labels.length - 1 : findIndex(chosen.value)},
				problem: refusal,
				hints: isTyping.value ? promptHints : listHints,
			}}
			prompt={isTyping.value ? {label: 'Address', placeholder: '192.168.1.20:5000', field} : undefined}
		/>
	);
}

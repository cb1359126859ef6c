import {useCallback, useMemo, useState} from 'react';
import type {ChatState} from '../../chat/state.ts';
import {assignColours, chooseAuthorTone, noColours, type AuthorColours} from '../primitives/author-colours.ts';
import {listAuthorTones, type Palette, type Tone} from '../primitives/theme.ts';
import {usePalette} from '../primitives/theme-context.ts';

/** Authors of only this many of the newest items get a colour without being members. */
const consideredItems = 100;

const listAuthors = (history: ChatState['history']): readonly string[] =>
	history.slice(-consideredItems).flatMap(item => (item.kind === 'message' && !item.own ? [item.fromId] : []));

/**
Returns what chooses the tone of an author's name by its id. It is the same function while no
author's colour changes.
*/
export const useAuthorTones = ({
	members,
	myId,
	history,
}: Pick<ChatState, 'members' | 'myId' | 'history'>): ((id: string) => Tone) => {
	const palette = usePalette();
	const tones = useMemo(() => listAuthorTones(palette), [palette]);
	const [known, setKnown] = useState<{readonly palette: Palette; readonly colours: AuthorColours}>({
		palette,
		colours: noColours,
	});
	const colours = useMemo(() => {
		// Another palette has other colours, and may have fewer.
		const before = known.palette === palette ? known.colours : noColours;
		return assignColours(before, {members, myId, pastIds: listAuthors(history)}, tones.length);
	}, [known, palette, members, myId, history, tones]);
	if (colours !== known.colours || palette !== known.palette) {
		setKnown({palette, colours});
	}

	return useCallback((id: string) => chooseAuthorTone(colours, tones, id), [colours, tones]);
};

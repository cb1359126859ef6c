import {isSid} from '../room/identity.ts';
import {isBoolean, isCount, isOptional, isSeen, isString, type Fields} from './decode-fields.ts';
import {wireVersion, type HelloFrame} from './frames.ts';

/** Decodes the fields of a client's hello. Returns undefined if it is invalid. */
export const decodeHello = ({v, sid, room, since, seen, run, name, pong}: Fields): HelloFrame | undefined => {
	const type = 'hello';
	// Check the version first: the hello of another version may have other fields.
	if (isCount(v) && v !== wireVersion) {
		return {type, v, sid: '', since: 0, name: ''};
	}

	const isValid =
		isCount(v) &&
		isSid(sid) &&
		isOptional(room, isString) &&
		isCount(since) &&
		isOptional(seen, isSeen) &&
		isOptional(run, isString) &&
		isString(name) &&
		isOptional(pong, isBoolean);
	return isValid
		? {
				type,
				v,
				sid,
				room,
				since,
				...(seen && {seen: {seq: seen.seq, digest: seen.digest}}),
				...(run !== undefined && {run}),
				name,
				...(pong && {pong}),
			}
		: undefined;
};

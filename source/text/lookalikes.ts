/**
Finds names that look alike: a small part of Unicode's confusable characters (UTS 39), for the
scripts whose letters pass for Latin ones. Case and width are folded before.
*/
import {foldName} from './name.ts';

/** By Latin character or digit: what looks like it, in lower case or as a capital. */
const lookalikes: ReadonlyArray<readonly [string, string]> = [
	['a', 'аαɑաᎪꭺꓮⲁа'],
	['b', 'вьβƅᏴꓐⲃ'],
	['c', 'сϲᴄꮯᏟꓚⲥ'],
	['d', 'ԁᎠꭰꓓժ'],
	['e', 'еεҽᎬꭼꓰ℮ⲉ'],
	['f', 'ꞙꓝ'],
	['g', 'ɡցᶃᏀꓖ'],
	['h', 'нһհᎻꮋꓧⲏ'],
	['j', 'јϳյᎫꭻꓙ'],
	['k', 'кκᴋᏦꓗⲕ'],
	['l', 'i1|ıіӏɩιⅼᎥᏞꓡꓲⲓǀ'],
	['m', 'мᴍᎷꓟⲙ'],
	['n', 'ηոռπпꓠⲛ'],
	['o', '0оοօᴏⲟ०০੦૦୦௦౦೦൦๐໐၀٥ჿꓳ'],
	['p', 'рρᴩᏢꮲꓑⲣ'],
	['q', 'ԛգզ'],
	['r', 'гґᴦꮁᎡꓣⲅ'],
	['s', 'ѕꜱՏꮪᏚꓢ'],
	['t', 'тτᴛᎢꭲꓔⲧ'],
	['u', 'υսμᴜꓴ'],
	['v', 'νѵᴠᏙꮩꓦ'],
	['w', 'ԝωաᴡᎳꮃꓪ'],
	['x', 'хχᕁꓫⲭ'],
	['y', 'уγүყʏꓬ'],
	['z', 'ᴢᏃꮓꓜζ'],
	['3', 'зӡʒȝ'],
	['4', 'чꮞ'],
	['6', 'б'],
	['-', '_'],
	['ë', 'ё'],
	['ï', 'ї'],
];

const latinOf = new Map(
	lookalikes.flatMap(([latin, others]) => [...others].map(other => [foldName(other), latin] as const)),
);

/** A mark that no letter with it has as a character of its own: many terminals do not draw it. */
const looseMarks = /(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])\p{Mn}+/gu;

/** Returns the key of a name: names with the same key look alike, or differ in case only. */
export const deriveLookKey = (name: string): string =>
	[...foldName(name).replaceAll(looseMarks, '').replaceAll(' ', '')].map(each => latinOf.get(each) ?? each).join('');

/** Words that stand for somebody, or for the program, in what the program itself writes. */
const ownWords =
	'you me host room server system socket-chat socketchat notice private here away all everybody everyone nobody somebody';
const ownKeys = new Set(ownWords.split(' ').map(word => deriveLookKey(word)));

/** Returns whether a name with this key reads like a word of the program. */
export const isOwnWord = (key: string): boolean => ownKeys.has(key);

/**
Finds names that look alike: a small part of Unicode's confusable characters (UTS 39), for the
scripts whose letters pass for Latin ones, and pairs within other scripts. Case and width are folded
before.
*/
import {foldName} from './name.ts';

/** By character: what looks like it, in lower case or as a capital. */
const lookalikes: ReadonlyArray<readonly [string, string]> = [
	['a', 'аαɑᎪꭺꓮⲁа'],
	['b', 'вьβƅᏴꓐⲃ'],
	['c', 'сϲᴄꮯᏟꓚⲥ'],
	['d', 'ԁᎠꭰꓓժ'],
	['e', 'еεҽᎬꭼꓰ℮ⲉ'],
	['f', 'ꞙꓝ'],
	['g', 'ɡցᶃᏀꓖ'],
	['h', 'нһհᎻꮋꓧⲏ'],
	['j', 'јϳյᎫꭻꓙ'],
	['k', 'кκᴋᏦꓗⲕ'],
	['i', 'іι'],
	['l', '1|ӏɩᎥᏞꓡꓲⲓǀ١۱'],
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
	[':', 'ːꓽ'],
	// Letters and digits of the Arabic script, as different languages write them.
	['ي', 'ىی'],
	['ك', 'ک'],
	['ه', 'ہەھ'],
	['٢', '۲'],
	['٣', '۳'],
	['٧', '۷'],
	['٨', '۸'],
	['٩', '۹'],
	// Kana, and characters of Chinese origin.
	['へ', 'ヘ'],
	['ー', '一'],
	['エ', '工'],
	['カ', '力'],
	['タ', '夕'],
	['ト', '卜'],
	['ニ', '二'],
	['ハ', '八'],
	['ロ', '口'],
	['チ', '千'],
];

const firstOf = new Map(
	lookalikes.flatMap(([first, others]) => [...others].map(other => [foldName(other), first] as const)),
);

/** A letter that Latin has not: it may be one that passes for a Latin letter, with marks. */
const foreignLetter = /(?!\p{Script=Latin})\p{L}/gu;
/** A mark that no character with it has as one of its own: many terminals do not draw it. */
const looseMarks =
	/(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{N}_.-])[\p{Mn}\p{Me}]+/gu;
/** Spaces, and the line that makes an Arabic word longer. */
const fillers = /[ \u0640]/g;

/** Replaces each character by the first of those that look like it; `i` is not `l` here. */
const replaceLookalikes = (name: string): string => {
	const parts = foldName(name).replaceAll(foreignLetter, letter => letter.normalize('NFD'));
	const replaced = [...parts].map(each => firstOf.get(each) ?? each).join('');
	return replaced.normalize('NFC').replaceAll(looseMarks, '').replaceAll(fillers, '');
};

/** Returns the key of a name: names with the same key look alike, or differ in case only. */
export const deriveLookKey = (name: string): string => replaceLookalikes(name).replaceAll('i', 'l');

/** Words that stand for somebody, or for the program, in what the program itself writes. */
const ownWords =
	'you me host room server system socket-chat socketchat notice private here away all everybody everyone nobody somebody';
const ownKeys = new Set(ownWords.split(' ').flatMap(word => [word, word.replaceAll('i', 'l')]));
/** The start of the name of a plain peer; a number follows. */
export const plainPrefix = 'nc-';
const plainKey = /^nc-[\dlo]+$/;
const capitalI = /[I\u0406\u0399]/g;

/**
Returns whether a name reads like a word of the program, or like the name of a plain peer. A capital
I among small letters reads like an l, but not an i: Ali is not `all`.
*/
export const isOwnWord = (name: string): boolean => {
	const key = replaceLookalikes(/\p{Ll}/u.test(name) ? name.replaceAll(capitalI, 'l') : name);
	return ownKeys.has(key) || plainKey.test(key);
};

// Says whose work is in the bundle, and under which licence: each text once, after those whom it is from.
import {readFile, readdir} from 'node:fs/promises';
import path from 'node:path';

const oneSpaced = text => text.replaceAll(/\s+/g, ' ').trim();

/** Who owns it, and the rest, which many packages share. */
const split = text => ({
	owners: text
		.split('\n')
		.filter(line => /^\s*copyright /i.test(line))
		.map(line => oneSpaced(line)),
	terms: text.replaceAll(/^\s*copyright .*\n?/gim, '').trim(),
});

/** A package in node_modules; one that has no file of its own for its licence says in package.json which it is. */
const packageAt = async folder => {
	const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	const files = await readdir(folder);
	const file = files.find(each => /^licen[cs]e(?:\.|$)/i.test(each));
	const {owners, terms} = split(file ? await readFile(path.join(folder, file), 'utf8') : '');
	return {name, version, license, owners, terms};
};

/** What meow is bundled of itself. */
const inMeow = async () => {
	const text = await readFile('node_modules/meow/build/licenses.md', 'utf8');
	return text.split('\n---\n').flatMap(part => {
		const {head, body} = /^(?<head>.*?)License Text:\s*===\s*(?<body>.*)$/s.exec(part)?.groups ?? {};
		if (head === undefined) {
			return [];
		}

		const field = name => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
		return [{name: field('Name'), version: field('Version'), license: field('License'), ...split(body)}];
	});
};

/** `inputs`: the files that went into the bundle. */
export const noticesOf = async inputs => {
	const folders = new Set(inputs.flatMap(file => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
	const packages = [...(await Promise.all([...folders].map(async folder => packageAt(folder)))), ...(await inMeow())];
	const groups = new Map();
	for (const each of packages) {
		const key =
			each.terms === ''
				? each.license
				: oneSpaced(each.terms)
						.replaceAll(/[^a-z]+/gi, '')
						.toLowerCase();
		groups.set(key, [...(groups.get(key) ?? []), each]);
	}

	return [...groups.values()]
		.map(group => {
			const names = group.map(({name, version, owners}) => [`${name} ${version}`, ...owners].join(' | '));
			const [{license, terms}] = group;
			return `${[...new Set(names)].toSorted().join('\n')}\n\n${terms === '' ? `Licence: ${license}` : terms}\n`;
		})
		.toSorted()
		.join(`\n${'-'.repeat(80)}\n\n`);
};

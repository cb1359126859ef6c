// Lists the packages in the bundle with their licences: each licence text once, after its packages.
import {readFile, readdir} from 'node:fs/promises';
import path from 'node:path';

const collapseSpaces = text => text.replaceAll(/\s+/g, ' ').trim();

/** Splits a licence into its owners and its terms, which many packages share. */
const splitLicence = text => ({
	owners: text
		.split('\n')
		.filter(line => /^\s*copyright /i.test(line))
		.map(line => collapseSpaces(line)),
	terms: text.replaceAll(/^\s*copyright .*\n?/gim, '').trim(),
});

/**
Reads a package in node_modules. Without a licence file, `license` of its package.json counts.
*/
const readPackage = async folder => {
	const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	const files = await readdir(folder);
	const file = files.find(each => /^licen[cs]e(?:\.|$)/i.test(each));
	const {owners, terms} = splitLicence(file ? await readFile(path.join(folder, file), 'utf8') : '');
	return {name, version, license, owners, terms};
};

/** Lists the packages that meow bundles. */
const listMeowPackages = async () => {
	const text = await readFile('node_modules/meow/build/licenses.md', 'utf8');
	return text.split('\n---\n').flatMap(part => {
		const {head, body} = /^(?<head>.*?)License Text:\s*===\s*(?<body>.*)$/s.exec(part)?.groups ?? {};
		if (head === undefined) {
			return [];
		}

		const field = name => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
		return [{name: field('Name'), version: field('Version'), license: field('License'), ...splitLicence(body)}];
	});
};

/** Returns the text of the notices. `inputs`: the files in the bundle. */
export const collectNotices = async inputs => {
	const folders = new Set(inputs.flatMap(file => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
	const packages = [
		...(await Promise.all([...folders].map(async folder => readPackage(folder)))),
		...(await listMeowPackages()),
	];
	const groups = new Map();
	for (const each of packages) {
		const key =
			each.terms === ''
				? each.license
				: collapseSpaces(each.terms)
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

import {isBuiltin} from 'node:module';
import {transform} from 'esbuild';

/**
Turns one file of the bundle from ESM into CommonJS. Node starts CommonJS sooner, and Node 20 can
keep only CommonJS compiled (source/cli/script-cache.ts).
*/
export const toCommonJs = async text => {
	const [, shebang, code] = /^(#![^\n]*\n)?(.*)$/s.exec(text.replaceAll(/(?<=["']\.\/[\w-]+\.)js(?=["'])/g, 'cjs'));
	const {code: transformed} = await transform(code, {
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		minify: true,
		supported: {'dynamic-import': false},
		define: {'import.meta.url': 'socketChatUrl', 'import.meta': 'socketChatMeta'},
	});
	// The transform copies each property of a required module with a getter of its own; inherit
	// those of Node's modules instead.
	const light = transformed.replaceAll(/[\w$]+\(require\(("[\w:/]+")\)(?:,1)?\)/g, (whole, name) =>
		isBuiltin(JSON.parse(name)) ? `socketChatBuiltin(${name})` : whole,
	);
	const url = 'require("node:url").pathToFileURL(__filename).href';
	const definitions = [
		['socketChatUrl', url],
		['socketChatMeta', `{url:${url}}`],
		['socketChatBuiltin', '(name,module=require(name))=>Object.create(module,{default:{value:module}})'],
	].map(([name, value]) => (light.includes(name) ? `const ${name}=${value};` : ''));
	return [shebang, ...definitions, light].join('');
};

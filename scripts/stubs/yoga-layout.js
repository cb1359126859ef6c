// Stands for yoga-layout in the bundle: loads its WebAssembly from a file beside the program,
// without waiting. The package's own loader decodes base64 and goes through fetch, which loads all
// of undici.
import {readFileSync} from 'node:fs';
import loadYoga from '../../node_modules/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js';
import wrapAssembly from '../../node_modules/yoga-layout/dist/src/wrapAssembly.js';

const library = {
	instantiateWasm(imports, onInstance) {
		const bytes = readFileSync(new URL('yoga.wasm', import.meta.url));
		const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
		onInstance(instance);
		return instance.exports;
	},
};

// `instantiateWasm` fills in the library before this returns.
loadYoga(library);

const yoga = wrapAssembly(library);

export default yoga;
export * from '../../node_modules/yoga-layout/dist/src/generated/YGEnums.js';

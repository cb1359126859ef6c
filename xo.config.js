/** @type {import('xo').FlatXoConfig} */
const config = [
	{ignores: ['dist', '.test-build']},
	{
		prettier: true,
		rules: {
			// The u flag is enough here, and needed only where a pattern names Unicode properties.
			'require-unicode-regexp': 'off',
			// Prettier decides.
			'@stylistic/curly-newline': 'off',
			// A switch with a case for each kind of frame or event is long, not complex.
			complexity: 'off',
			// A default is an answer for every other case.
			'@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
		},
	},
	{
		// Only these import React: its rules take a sixth of the time of a lint.
		files: ['source/{screen,hooks,cli}/**', 'test/{screen,hooks,helpers}/**'],
		react: true,
		prettier: true,
		rules: {
			// React 19's automatic runtime needs no import, and types stand for prop-types.
			'react/react-in-jsx-scope': 'off',
			'react/prop-types': 'off',
		},
	},
	{
		files: ['test/**', 'benchmark/**', 'scripts/picture.ts'],
		rules: {
			// `test(…)` gives a promise that the runner keeps.
			'@typescript-eslint/no-floating-promises': [
				'error',
				{allowForKnownSafeCalls: [{from: 'package', name: ['test', 'suite'], package: 'node:test'}]},
			],
			// What other programs print and other sockets send has no types: a wrong guess fails the test.
			'@typescript-eslint/no-unsafe-type-assertion': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'max-nested-callbacks': 'off',
			// A part that a test does not look at does nothing.
			'@typescript-eslint/no-empty-function': 'off',
			'unicorn/no-await-expression-member': 'off',
			'unicorn/no-array-callback-reference': 'off',
			'unicorn/new-for-builtins': 'off',
			// What a test does in turn, it does in turn.
			'no-await-in-loop': 'off',
			// Environment variables and fields of other programs have names of their own.
			'@typescript-eslint/naming-convention': 'off',
		},
	},
];

export default config;

/** Generates attacks on a host by several peers at once, and the bytes of a hostile host. */
import fc from 'fast-check';
import {hostBytes, clientBytes, plainBytes} from './frames.ts';
import {cuts} from './generators.ts';
import type {Attack, Attacker} from './host-target.ts';
import type {Stream} from './pure-targets.ts';

const behaviour = {
	sizes: cuts,
	isReading: fc.oneof({weight: 4, arbitrary: fc.constant(true)}, {weight: 1, arbitrary: fc.constant(false)}),
	ending: fc.constantFrom('fin' as const, 'rst' as const, 'none' as const),
};

const attacker: fc.Arbitrary<Attacker> = fc.oneof(
	{weight: 3, arbitrary: fc.record({kind: fc.constant('member' as const), bytes: clientBytes, ...behaviour})},
	{weight: 1, arbitrary: fc.record({kind: fc.constant('plain' as const), bytes: plainBytes, ...behaviour})},
);

export const attack: fc.Arbitrary<Attack> = fc.record({
	plain: fc.boolean(),
	attackers: fc.array(attacker, {minLength: 1, maxLength: 4}),
});

/** The bytes that a hostile host writes to a client. */
export const hostStream: fc.Arbitrary<Stream> = fc.record({bytes: hostBytes, sizes: cuts});

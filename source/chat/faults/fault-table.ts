import type {Fault, FaultKind} from '../../net/faults/fault.ts';

/** The unit of the number after a fault. */
type Amount = {
	readonly unit: 'B' | 'ms' | 's';
	readonly minimum: number;
	readonly maximum: number;
	readonly usual: number;
};

export type FaultInfo = {
	readonly kind: FaultKind;
	readonly amount?: Amount;
	/** The effect on the wire, as others see it. */
	readonly onWire: string;
	/** Whether it is over as soon as it is made: the connection is gone. */
	readonly isInstant?: true;
};

/** Every fault ends by itself after this time, in seconds. */
export const longestFault = 60;

const seconds = (usual: number): Amount => ({unit: 's', minimum: 1, maximum: longestFault, usual});

/** All faults, in the order in which they are listed. */
export const faultTable: readonly FaultInfo[] = [
	{kind: 'glue', amount: seconds(5), onWire: 'writes are held, then one send(): one segment'},
	{
		kind: 'split',
		amount: {unit: 'B', minimum: 1, maximum: 65_536, usual: 4},
		onWire: 'a few bytes a write, 20 ms apart: many segments',
	},
	{
		kind: 'delay',
		amount: {unit: 'ms', minimum: 1, maximum: 5000, usual: 1000},
		onWire: 'each segment is late, nothing else',
	},
	{kind: 'half-close', onWire: 'a FIN goes out; what they send still comes in'},
	{kind: 'reset', isInstant: true, onWire: 'a RST goes out; they get ECONNRESET'},
	{kind: 'cut', isInstant: true, onWire: 'closed without a goodbye: a FIN; a RST if they send more'},
	{kind: 'deaf', amount: seconds(30), onWire: 'nothing is read: the window falls to 0, they must wait'},
	{kind: 'mute', amount: seconds(60), onWire: 'nothing is written: silence'},
	{kind: 'flip', onWire: 'one bit of a TLS record is wrong: they answer with an alert'},
];

export const findFault = (kind: string): FaultInfo | undefined => faultTable.find(each => each.kind === kind);

/** A fault as it is asked for, with its number within the limits. */
export type FaultRequest = {
	readonly fault: Fault;
	/** How long it lasts at most, in seconds. */
	readonly seconds: number;
};

/** Returns the fault with this number, or the usual one. `amount`: within the limits. */
export const createRequest = ({kind, amount: limits}: FaultInfo, amount = limits?.usual ?? 0): FaultRequest => {
	switch (kind) {
		case 'split': {
			return {fault: {kind, bytes: amount}, seconds: longestFault};
		}

		case 'delay': {
			return {fault: {kind, time: amount}, seconds: longestFault};
		}

		default: {
			return {fault: {kind}, seconds: limits?.unit === 's' ? amount : longestFault};
		}
	}
};

/** Returns a fault in a few words, as the header shows it. */
export const describeFault = (fault: Fault): string => {
	switch (fault.kind) {
		case 'split': {
			return `split ${fault.bytes} B`;
		}

		case 'delay': {
			return `delay ${fault.time} ms`;
		}

		default: {
			return fault.kind;
		}
	}
};

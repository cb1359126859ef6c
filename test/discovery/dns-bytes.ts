/** DNS packets made byte by byte, so that no encoder corrects what a test sends. */
import {Buffer} from 'node:buffer';
import {serviceName} from '../../source/discovery/mdns-packet.ts';

export const u16 = (value: number) => Buffer.from([Math.floor(value / 256) % 256, value % 256]);
export const encodeName = (name: string) =>
	Buffer.concat([
		...name.split('.').map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
		Buffer.alloc(1),
	]);

export const types = {a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33};

export const encodeRecord = (name: string, type: keyof typeof types, data: Uint8Array, ttl = 120) =>
	Buffer.concat([encodeName(name), u16(types[type]), u16(1), u16(0), u16(ttl), u16(data.length), data]);

export const encodeQuestion = (name: string, type: keyof typeof types = 'ptr') =>
	Buffer.concat([encodeName(name), u16(types[type]), u16(1)]);

export const encodeQuery = (...questions: readonly Uint8Array[]) =>
	Buffer.concat([u16(0), u16(0), u16(questions.length), u16(0), u16(0), u16(0), ...questions]);

export const encodeResponse = (...records: readonly Uint8Array[]) =>
	Buffer.concat([u16(0), u16(0x84_00), u16(0), u16(records.length), u16(0), u16(0), ...records]);

export const encodeAnnouncement = (tag: string, port: number, address: readonly number[], ttl = 120) => {
	const instance = `${tag}.${serviceName}`;
	return encodeResponse(
		encodeRecord(serviceName, 'ptr', encodeName(instance), ttl),
		encodeRecord(instance, 'srv', Buffer.concat([u16(0), u16(0), u16(port), encodeName(`${tag}.local`)])),
		encodeRecord(`${tag}.local`, 'a', Buffer.from(address)),
	);
};

import {once} from 'node:events';
import {createServer} from 'node:net';

/** Below the range of ephemeral ports, so that a restarted host finds its port free. */
const lowest = 15_000;
const highest = 29_999;

const isFree = async (port: number): Promise<boolean> => {
	const server = createServer();
	server.listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
		server.close();
		await once(server, 'close');
		return true;
	} catch {
		return false;
	}
};

/** Returns `count` free ports of this machine that the system does not assign by itself. */
export const findFreePorts = async (count: number): Promise<number[]> => {
	const ports = new Set<number>();
	while (ports.size < count) {
		const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
		if (await isFree(port)) {
			ports.add(port);
		}
	}

	return [...ports];
};

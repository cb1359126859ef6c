import {createServer, type Server, type Socket} from 'node:net';
import {errorCode} from '../../../text/errors.ts';
import {formatEndpoint, type Endpoint} from '../../address.ts';
import {closeReasons, describeListenError} from '../../error-messages.ts';
import {describeFailure, type SocketLog} from '../../socket-log.ts';

export type ListenerOptions = {
	/** The number of open connections from which on each server drops new ones. */
	readonly maximumConnections: number;
	readonly log: SocketLog;
	/** Called with each accepted socket. It is paused. */
	readonly onSocket: (socket: Socket) => void;
};

/** Where to listen. `host`: default all interfaces. */
export type WantedEndpoint = {readonly host: string | undefined; readonly port: number};

/** The number of connections that may wait for accept(): Node's default. */
const backlog = 511;

/** A port that could not be opened. The message is a sentence for the user. */
export class ListenError extends Error {
	/** The system's error code, or `ECANCELED` if the listener was closed before. */
	readonly code: string;

	constructor(code: string, endpoint: Endpoint) {
		super(describeListenError(code, endpoint));
		this.code = code;
	}
}

/** One listening socket. */
export class ListeningSocket {
	readonly #server: Server;
	readonly #log: SocketLog;
	readonly #number: number;

	constructor({maximumConnections, log, onSocket}: ListenerOptions) {
		this.#log = log;
		this.#number = log.nextNumber();
		this.#server = createServer({allowHalfOpen: true, pauseOnConnect: true, highWaterMark: 65_536}, onSocket);
		this.#server.maxConnections = maximumConnections;
		this.#server.on('drop', data => {
			log.add({
				verb: 'close',
				remote: formatEndpoint(data?.remoteAddress, data?.remotePort),
				note: closeReasons.full.text,
			});
		});
	}

	async listen({host, port}: WantedEndpoint, note: string | undefined): Promise<Endpoint> {
		const wanted = {host: host ?? '0.0.0.0', port};
		this.#log.add({verb: 'socket', connection: this.#number});
		await new Promise<void>((resolve, reject) => {
			const onError = (error: Error) => {
				const code = errorCode(error);
				this.#log.add({
					verb: 'bind',
					connection: this.#number,
					local: formatEndpoint(wanted.host, port),
					...describeFailure(code),
					...(note !== undefined && {note}),
				});
				this.#log.add({verb: 'close', connection: this.#number});
				reject(new ListenError(code, wanted));
			};

			this.#server.once('error', onError);
			this.#server.listen({host, port, backlog}, () => {
				this.#server.off('error', onError);
				resolve();
			});
		});
		this.#server.on('error', error => {
			this.#log.add({verb: 'accept', connection: this.#number, ...describeFailure(errorCode(error))});
		});
		return this.#logBound(wanted, note);
	}

	/** Stops listening at once. Resolves once all accepted connections are closed, too. */
	async close(): Promise<void> {
		await new Promise<void>(resolve => {
			this.#server.close(() => {
				resolve();
			});
			this.#log.add({verb: 'close', connection: this.#number});
		});
	}

	#logBound(wanted: Endpoint, note: string | undefined): Endpoint {
		const bound = this.#server.address();
		const endpoint = typeof bound === 'object' && bound ? {host: bound.address, port: bound.port} : wanted;
		const common = {connection: this.#number, local: formatEndpoint(endpoint.host, endpoint.port)};
		this.#log.add({verb: 'bind', ...common, ...(note !== undefined && {note})});
		this.#log.add({verb: 'listen', ...common, address: endpoint.host, port: endpoint.port, backlog});
		return endpoint;
	}
}

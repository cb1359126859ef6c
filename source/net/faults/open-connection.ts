import type {Socket} from 'node:net';
import {Connection} from '../connection.ts';
import type {SocketLog} from '../socket-log.ts';

/**
Makes a connection of a connected socket. With `--lab` it is one that can be broken. `number`: the
socket's in the connection log, if it has one already.
*/
export type OpenConnection = (socket: Socket, log: SocketLog, number?: number) => Connection;

export const openConnection: OpenConnection = (socket, log, number) => new Connection(socket, log, number);

/** Performs the steps of a schedule. */
import {hostMember} from './host-program.ts';
import {connectFromSecondComputer, writeAsIntruder} from './direct-peers.ts';
import type {Step} from './steps.ts';
import type {Simulation} from './simulation.ts';

/** Starts one step. Its effects happen while the event loop turns. */
export const performStep = (simulation: Simulation, step: Step) => {
	switch (step.type) {
		case 'type': {
			for (let time = 0; time < step.times; time++) {
				simulation.member(step.member).type(step.size);
			}

			break;
		}

		case 'whisper': {
			simulation.member(step.member).type(step.size, step.to === 'host' ? hostMember : simulation.member(step.to));
			break;
		}

		case 'burst': {
			for (let time = 0; time < step.texts.times; time++) {
				simulation.member(step.member).type(step.texts.size);
			}

			break;
		}

		case 'refuse': {
			if (step.isEmpty) {
				simulation.member(step.member).typeNothing();
			} else {
				simulation.member(step.member).type(9000);
			}

			break;
		}

		case 'rename': {
			simulation.member(step.member).rename();
			break;
		}

		case 'typeAtHost': {
			for (let time = 0; time < step.times; time++) {
				simulation.sendFromHost();
			}

			break;
		}

		case 'connect': {
			simulation.member(step.member).peer.connect();
			break;
		}

		case 'deliver': {
			for (const peer of [simulation.member(step.member).peer, simulation.secondComputers[step.member]]) {
				peer?.deliver(step.to, step.bytes);
			}

			break;
		}

		case 'sleep': {
			simulation.time.sleep(step.duration);
			break;
		}

		case 'retry': {
			simulation.member(step.member).retryNow();
			break;
		}

		case 'route': {
			simulation.member(step.member).peer.route = {host: step.host, client: step.client};
			break;
		}

		case 'cut': {
			simulation.member(step.member).peer.connections.at(-1)?.pair.cut();
			break;
		}

		case 'blackHole': {
			for (const {pair} of simulation.member(step.member).peer.connections) {
				pair.isBlackHole = true;
			}

			break;
		}

		case 'end': {
			simulation.member(step.member).peer.connections.at(-1)?.pair.endTowards(step.to, step.ending);
			break;
		}

		case 'disk': {
			simulation.history.disk.proceed(step.count);
			break;
		}

		case 'journal': {
			simulation.member(step.member).journal.sync(step.count);
			break;
		}

		case 'failJournal': {
			simulation.member(step.member).journal.fail();
			break;
		}

		case 'killHost': {
			simulation.killHost(step.rest);
			break;
		}

		case 'startHost': {
			simulation.startHost();
			break;
		}

		case 'failDisk': {
			simulation.history.disk.fail(step.names);
			break;
		}

		case 'limitWrites': {
			simulation.history.disk.limitWrites(step.bytes);
			break;
		}

		case 'deleteLog': {
			simulation.deleteLog();
			break;
		}

		case 'killClient': {
			simulation.member(step.member).kill();
			break;
		}

		case 'startClient': {
			simulation.member(step.member).start(step.isNewMember);
			break;
		}

		case 'secondComputer': {
			connectFromSecondComputer(simulation, step.member);
			break;
		}

		case 'intruder': {
			writeAsIntruder(simulation, step.lines, step.isNew);
			break;
		}

		case 'flood': {
			writeAsIntruder(
				simulation,
				Array.from({length: step.times}, () => step.line),
				true,
			);
			break;
		}

		case 'intruderReads': {
			simulation.intruder.route = {host: true, client: step.isReading};
			break;
		}

		case 'intruderDelivers': {
			simulation.intruder.deliver(step.to, step.bytes);
			break;
		}

		case 'flow':
		case 'pass': {
			break;
		}
	}
};

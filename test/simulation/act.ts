/** What each step does to the world. */
import {hostMember} from './host-program.ts';
import {steal, writeAsStranger} from './raw.ts';
import type {Step} from './steps.ts';
import type {World} from './world.ts';

/** Steps that need only be asked for; what follows from them happens until the world is quiet. */
export const act = (world: World, step: Step) => {
	switch (step.type) {
		case 'type': {
			for (let time = 0; time < step.times; time++) {
				world.member(step.who).type(step.size);
			}

			break;
		}

		case 'whisper': {
			world.member(step.who).type(step.size, step.to === 'host' ? hostMember : world.member(step.to));
			break;
		}

		case 'burst': {
			for (let time = 0; time < step.texts.times; time++) {
				world.member(step.who).type(step.texts.size);
			}

			break;
		}

		case 'refuse': {
			if (step.isEmpty) {
				world.member(step.who).typeNothing();
			} else {
				world.member(step.who).type(9000);
			}

			break;
		}

		case 'rename': {
			world.member(step.who).rename();
			break;
		}

		case 'say': {
			for (let time = 0; time < step.times; time++) {
				world.say();
			}

			break;
		}

		case 'connect': {
			world.member(step.who).peer.connect();
			break;
		}

		case 'deliver': {
			for (const peer of [world.member(step.who).peer, world.thieves[step.who]]) {
				peer?.deliver(step.to, step.bytes);
			}

			break;
		}

		case 'sleep': {
			world.time.sleep(step.duration);
			break;
		}

		case 'retry': {
			world.member(step.who).retryNow();
			break;
		}

		case 'route': {
			world.member(step.who).peer.route = {host: step.host, member: step.member};
			break;
		}

		case 'cut': {
			world.member(step.who).peer.taps.at(-1)?.wire.cut();
			break;
		}

		case 'blackHole': {
			for (const {wire} of world.member(step.who).peer.taps) {
				wire.isBlackHole = true;
			}

			break;
		}

		case 'end': {
			world.member(step.who).peer.taps.at(-1)?.wire.endTowards(step.to, step.ending);
			break;
		}

		case 'disk': {
			world.history.disk.proceed(step.count);
			break;
		}

		case 'journal': {
			world.member(step.who).journal.sync(step.count);
			break;
		}

		case 'failJournal': {
			world.member(step.who).journal.fail();
			break;
		}

		case 'killHost': {
			world.killHost(step.rest);
			break;
		}

		case 'startHost': {
			world.startHost();
			break;
		}

		case 'failDisk': {
			world.history.disk.fail(step.names);
			break;
		}

		case 'limitWrites': {
			world.history.disk.limitWrites(step.bytes);
			break;
		}

		case 'forget': {
			world.forget();
			break;
		}

		case 'killJoin': {
			world.member(step.who).kill();
			break;
		}

		case 'startJoin': {
			world.member(step.who).start(step.isNewcomer);
			break;
		}

		case 'steal': {
			steal(world, step.who);
			break;
		}

		case 'stranger': {
			writeAsStranger(world, step.lines, step.isNew);
			break;
		}

		case 'flood': {
			writeAsStranger(
				world,
				Array.from({length: step.times}, () => step.line),
				true,
			);
			break;
		}

		case 'strangerReads': {
			world.stranger.route = {host: true, member: step.isReading};
			break;
		}

		case 'strangerDelivers': {
			world.stranger.deliver(step.to, step.bytes);
			break;
		}

		case 'flow':
		case 'pass': {
			break;
		}
	}
};

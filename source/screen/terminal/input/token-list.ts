import {escape, type Content, type Token} from './tokens.ts';

/** Collects tokens. Arrows wait until it is known whether more of them follow. */
export class TokenList {
	#tokens: Token[] = [];
	#keys = '';
	#arrows: Array<-1 | 1> = [];

	get hasArrows(): boolean {
		return this.#arrows.length > 0;
	}

	add({keys = '', report, arrow}: Content) {
		this.addKeys(keys);
		if (arrow !== undefined) {
			this.#arrows.push(arrow);
		}

		if (report?.type === 'key') {
			this.flushArrows();
			this.#flushKeys();
		}

		if (report) {
			this.#tokens.push(report);
		}
	}

	addKeys(keys: string) {
		if (keys !== '') {
			this.flushArrows();
			this.#keys += keys;
		}
	}

	/** Adds the arrows that wait: one is a key, several are the wheel or keys that came bunched. */
	flushArrows() {
		const arrows = this.#arrows;
		this.#arrows = [];
		if (arrows.length === 1) {
			this.#keys += arrows[0] === -1 ? `${escape}[A` : `${escape}[B`;
			return;
		}

		for (const arrow of arrows) {
			this.#flushKeys();
			this.#tokens.push({type: 'key', press: {type: arrow === -1 ? 'up' : 'down', isBurst: true}});
		}
	}

	/** Returns the tokens, without the arrows that wait. */
	take(): readonly Token[] {
		this.#flushKeys();
		const tokens = this.#tokens;
		this.#tokens = [];
		return tokens;
	}

	#flushKeys() {
		if (this.#keys !== '') {
			this.#tokens.push({type: 'keys', text: this.#keys});
			this.#keys = '';
		}
	}
}

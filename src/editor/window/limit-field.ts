import { byId } from '../form/dom.js';
import { numberOf } from '../form/stored-value.js';
import { shownAmount } from '../form/text.js';

/** The price limit as the dialog shows it: below the average of a day it is a number without its minus. */
export class LimitField {
  readonly #amount = byId<HTMLInputElement>('node-input-maxPriceCt');
  readonly #units = byId<HTMLSelectElement>('node-input-maxPriceFrom');
  readonly #opened: string;

  /** To be made when both fields show what is stored. */
  constructor() {
    const shown = this.#turned(this.#amount.value);
    if (shown !== undefined) this.#amount.value = shownAmount(shown);
    this.#opened = this.#shown();
  }

  /** The settings as they would be stored; as given as long as nobody touched the two fields. */
  read(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const amount = numberOf(this.#amount.value);
    const isTouched = this.#shown() !== this.#opened;
    if (!isTouched || !Number.isFinite(amount)) return { ...settings };
    return { ...settings, maxPriceCt: this.#turned(this.#amount.value) ?? amount };
  }

  #shown(): string {
    return `${this.#units.value} ${this.#amount.value}`;
  }

  /** The number the other way round, where what is shown is one below the average. */
  #turned(shown: string): number | undefined {
    const amount = numberOf(shown);
    return this.#units.value === 'average' && Number.isFinite(amount) ? 0 - amount : undefined;
  }
}

/**
 * Adds numbers so that the rounding of each addition is kept and added at the end (Neumaier 1974): the result is as
 * good as one rounding of the exact sum, also for a year of quarter-hours of either sign.
 */
export class Sum {
  #total = 0;
  #lost = 0;

  add(value: number): void {
    const next = this.#total + value;
    const isTotalLarger = Math.abs(this.#total) >= Math.abs(value);
    this.#lost += isTotalLarger ? this.#total - next + value : value - next + this.#total;
    this.#total = next;
  }

  get value(): number {
    return this.#total + this.#lost;
  }
}

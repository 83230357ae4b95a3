import type { PricesAnswer } from '../../protocol/admin-api.js';
import { accountPath, ask } from '../form/ask.js';
import { element, toggle } from '../form/dom.js';
import { variablesIn } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { askedOnceMore } from './first-prices.js';
import { priceNow, priceOutlook } from './price-board.js';
import { PriceChart } from './price-chart.js';
import { fromToday } from './price-day.js';

/** The known prices of the contract that is chosen in the open dialog. */
export class PricePane {
  readonly #pane: HTMLElement;
  readonly #now = element('div');
  readonly #chartBox = element('div', { className: 'nomos-chart' });
  readonly #line = element('p', { className: 'nomos-hover' });
  readonly #outlook = element('div', { role: 'status' });
  readonly #chart: PriceChart;
  #asked = '';
  #isRefused = false;
  #timer: number | undefined;

  constructor(pane: HTMLElement) {
    this.#pane = pane;
    pane.append(this.#now, this.#chartBox, this.#line, this.#outlook);
    this.#chart = new PriceChart(this.#chartBox, this.#line);
  }

  /** Shows the prices of an account and contract; an empty contract is the account's own, an empty account shows nothing. */
  async update(accountId: string, subscription: string): Promise<void> {
    const part = subscription ? `prices?subscription=${encodeURIComponent(subscription)}` : 'prices';
    const path = accountId ? `${accountPath(accountId)}/${part}` : '';
    if (path === this.#asked) return;
    this.#asked = path;
    this.#isRefused = false;
    window.clearTimeout(this.#timer);
    toggle(this.#pane, path ? 'shown' : 'hidden');
    if (!path) return;
    const variables = variablesIn([accountId, subscription]);
    if (variables.length > 0)
      return this.#tell(text('cheapest-window.preview.environment', { names: variables.join(', ') }));
    await this.#load(path);
  }

  /** Forgets that there were no prices: what stood in their way may be gone. */
  askAgain(): void {
    if (this.#isRefused) this.#asked = '';
  }

  async #load(path: string): Promise<void> {
    const outcome = await ask<PricesAnswer>(path);
    if (path !== this.#asked) return;
    this.#isRefused = !outcome.ok || outcome.answer.error !== undefined;
    if (!outcome.ok) return this.#tell(outcome.refusal.text);
    this.#show(outcome.answer);
    toggle(this.#now, 'shown');
    toggle(this.#chartBox, outcome.answer.intervals.length > 0 ? 'shown' : 'hidden');
    if (!outcome.answer.loading) return;
    const forget = () => {
      this.#isRefused = true;
    };
    this.#timer = askedOnceMore(this.#pane, () => this.#load(path), forget);
  }

  /** One sentence in place of prices. */
  #tell(line: string): void {
    this.#outlook.replaceChildren(line);
    for (const part of [this.#now, this.#chartBox]) toggle(part, 'hidden');
  }

  stop(): void {
    this.#asked = '';
    window.clearTimeout(this.#timer);
    this.#chart.stop();
  }

  #show(answer: PricesAnswer): void {
    const now = Date.parse(answer.now);
    const intervals = fromToday(answer, now);
    const board = { intervals, now, timeZone: answer.timeZone, isLoading: answer.loading === true };
    this.#now.replaceChildren(priceNow(board));
    this.#outlook.replaceChildren(answer.error ? answer.error.text : priceOutlook(board));
    toggle(this.#chartBox, 'shown');
    this.#chart.show({ ...board, runs: [] });
  }
}

import type { AccountAnswer, PricesAnswer } from '../../protocol/admin-api.js';
import { planList, plannedRuns } from '../chart/planned-runs.js';
import { priceNow, priceOutlook } from '../chart/price-board.js';
import { PriceChart } from '../chart/price-chart.js';
import { expectedIntervals, fromToday, spanOf, withExpected } from '../chart/price-day.js';
import { Asking, accountPath, type FailedRequest } from '../form/ask.js';
import { element, renew, toggle } from '../form/dom.js';
import { text } from '../form/text.js';
import { AccountWatch } from './account-watch.js';
import { connectionPanel, errorLine } from './connection-panel.js';

const refreshMs = 60_000;

/** One account in the sidebar: connection, price now, chart and planned runs; keeps itself up to date. */
export class AccountView {
  readonly accountId: string;
  readonly content = element('div', { className: 'nomos-account-view' });
  readonly #connection = element('div', { className: 'nomos-sidebar-connection' });
  readonly #now = element('div');
  readonly #outlook = element('div');
  readonly #chartBox = element('div', { className: 'nomos-chart' });
  readonly #line = element('p', { className: 'nomos-hover', 'aria-live': 'off' });
  readonly #plans = element('div', { className: 'nomos-plan-box' });
  readonly #told = element('p', { className: 'nomos-notice' });
  readonly #chart: PriceChart;
  readonly #watch: AccountWatch;
  readonly #timer: number;
  #prices: PricesAnswer | undefined;
  #account: AccountAnswer | undefined;
  #refusal: FailedRequest | undefined;
  #answeredAt = 0;
  readonly #asking = new Asking<PricesAnswer>();

  constructor(accountId: string) {
    this.accountId = accountId;
    this.content.append(
      this.#connection,
      this.#now,
      this.#chartBox,
      this.#plans,
      this.#line,
      this.#outlook,
      this.#told,
    );
    this.#chart = new PriceChart(this.#chartBox, this.#line);
    this.#outlook.append(element('p', { textContent: text('nomos-sidebar.loading') }));
    toggle(this.#line, 'hidden');
    toggle(this.#chartBox, 'hidden');
    this.#tell('');
    this.#watch = new AccountWatch(accountId, (answer) => this.#showConnection(answer));
    RED.comms.subscribe(this.#topic, this.#onPrices);
    this.#timer = window.setInterval(() => this.refresh(), refreshMs);
    this.refresh();
  }

  /** Asks again, unless the sidebar tab is not to be seen. */
  refresh(): void {
    if (this.content.isConnected && this.#connection.offsetParent === null) return;
    void this.#watch.refresh();
    void this.#loadPrices();
  }

  stop(): void {
    this.#asking.forget();
    window.clearInterval(this.#timer);
    RED.comms.unsubscribe(this.#topic, this.#onPrices);
    this.#watch.stop();
    this.#chart.stop();
  }

  get #topic(): string {
    return `nomos/prices/${this.accountId}`;
  }

  readonly #onPrices = (): void => this.refresh();

  async #loadPrices(): Promise<void> {
    const outcome = await this.#asking.ask(accountPath(this.accountId, 'prices'));
    if (outcome === undefined) return;
    if (outcome.ok) {
      this.#prices = outcome.answer;
      this.#answeredAt = Date.now();
    }
    this.#refusal = outcome.ok ? outcome.answer.error : outcome.refusal;
    this.#showPrices();
  }

  /** What is in the way of prices, unless the connection says it already. */
  #trouble(): FailedRequest | undefined {
    const isConnected = ['connected', undefined].includes(this.#account?.connection.phase);
    const isSaid = !isConnected || this.#account?.connection.error !== undefined;
    return isSaid || this.#refusal?.code === 'unknown-account' ? undefined : this.#refusal;
  }

  #showPrices(): void {
    const [answer, trouble] = [this.#prices, this.#trouble()];
    this.#tell(trouble ? errorLine(trouble) : '');
    if (!answer) {
      if (this.#refusal) renew(this.#outlook);
      return;
    }
    // The runtime's clock counts: the browser's may be wrong or, in a demo, slower.
    const now = Date.parse(answer.now) + (Date.now() - this.#answeredAt);
    const intervals = fromToday(answer, now);
    const phase = this.#account?.connection.phase ?? 'connected';
    const isFailing = answer.error !== undefined || phase !== 'connected';
    const board = { intervals, now, timeZone: answer.timeZone, isFailing, isLoading: answer.loading === true };
    renew(this.#now, priceNow(board));
    const expected = expectedIntervals(answer.expected);
    renew(this.#outlook, priceOutlook(board));
    const drawn = withExpected(intervals, expected);
    this.#chart.show({ intervals: drawn, runs: plannedRuns(answer), now, timeZone: answer.timeZone });
    renew(this.#plans, planList(answer, spanOf(drawn)));
    const isDrawn = drawn.length > 0 ? 'shown' : 'hidden';
    for (const part of [this.#now, this.#chartBox, this.#line]) toggle(part, isDrawn);
  }

  #showConnection(answer: AccountAnswer): void {
    const { connection } = answer;
    this.#account = answer;
    const edit = element('button', {
      type: 'button',
      className: 'red-ui-button',
      textContent:
        connection.phase === 'signin' ? text('nomos-account.action.reconnect') : text('nomos-sidebar.action.edit'),
    });
    edit.addEventListener('click', () => RED.editor.editConfig('', 'nomos-account', this.accountId));
    renew(this.#connection, connectionPanel(answer, 'brief'), edit);
    this.#showPrices();
  }

  #tell(line: string): void {
    this.#told.textContent = line;
    toggle(this.#told, line ? 'shown' : 'hidden');
  }
}

import type { PlanRequest, PricesAnswer } from '../../protocol/admin-api.js';
import { accountPath, ask } from '../form/ask.js';
import { element, toggle } from '../form/dom.js';
import { text } from '../form/text.js';
import { askedOnceMore } from './first-prices.js';
import { runTrack } from './planned-runs.js';
import { type ChartContent, PriceChart } from './price-chart.js';
import { spanOf } from './price-day.js';

const settleMs = 350;

/** Whose prices a preview is drawn with. */
type PricedRequest = Pick<PlanRequest, 'accountId' | 'subscription'>;

/** What would happen under the settings of the open dialog, as a chart and in words; the runtime does the planning. */
export class PreviewPane<Request extends PricedRequest> {
  readonly #pane: HTMLElement;
  readonly #answer: (request: Request, isCurrent: () => boolean) => Promise<void>;
  readonly #track = element('div');
  readonly #chartBox = element('div', { className: 'nomos-chart' });
  readonly #lines = element('div', { className: 'nomos-plan-lines', role: 'status' });
  readonly #line = element('p', { className: 'nomos-hover' });
  readonly #chart: PriceChart;
  #timer: number | undefined;
  #notes: readonly string[] = [];
  #question = '';
  #asked = 0;

  /**
   * `answer` asks the runtime and shows what it says, unless the request is no longer current when that comes; `own` stands
   * between the words and the chart.
   */
  constructor(
    pane: HTMLElement,
    answer: (request: Request, isCurrent: () => boolean) => Promise<void>,
    own: readonly HTMLElement[] = [],
  ) {
    this.#pane = pane;
    this.#answer = answer;
    pane.append(this.#lines, ...own, this.#chartBox, this.#track, this.#line);
    this.#chart = new PriceChart(this.#chartBox, this.#line);
  }

  /**
   * Asks once typing has come to rest, unless nothing has changed; without a request there is nothing to show. `notes` say what
   * is left out of it.
   */
  update(request: Request | undefined, notes: readonly string[] = []): void {
    const question = JSON.stringify([request, notes]);
    if (question === this.#question) return;
    this.#question = question;
    window.clearTimeout(this.#timer);
    this.#notes = notes;
    toggle(this.#pane, request ? 'shown' : 'hidden');
    this.#asked += 1;
    const asked = this.#asked;
    const isCurrent = () => asked === this.#asked;
    if (request) this.#timer = window.setTimeout(() => void this.#answer(request, isCurrent), settleMs);
  }

  /** Forgets what was asked last: the same may have another answer now. */
  forget(): void {
    this.#question = '';
  }

  /** Says that there can be no preview, because only the runtime knows what these references stand for. */
  cannotTell(variables: readonly string[]): void {
    this.update(undefined);
    toggle(this.#pane, 'shown');
    this.tell([text('cheapest-window.preview.environment', { names: variables.join(', ') })]);
  }

  /** Says that the first prices are on their way, and asks again in a while. */
  wait(request: Request, isCurrent: () => boolean): void {
    this.tell([text('nomos-sidebar.loading')]);
    const again = () => this.#answer(request, isCurrent);
    this.#timer = askedOnceMore(this.#pane, again, () => this.forget());
  }

  /** Ends what is under way, and takes the chart away. */
  stop(): void {
    window.clearTimeout(this.#timer);
    this.#asked += 1;
    this.#chart.stop();
  }

  /** Shows why there is no plan; where something is left out already, that is the reason. */
  refuse(reason: string): void {
    this.tell(this.#notes.length > 0 ? [] : [reason]);
  }

  /** Shows these lines alone, below what is left out. */
  tell(lines: readonly string[]): void {
    this.#lines.replaceChildren();
    this.add(this.#notes, 'nomos-notice');
    this.add(lines);
    toggle(this.#chartBox, 'hidden');
    this.#track.replaceChildren();
  }

  /** Shows more lines below the others. */
  add(lines: readonly string[], className = ''): void {
    this.#lines.append(...lines.map((line) => element('p', { className, textContent: line })));
  }

  /** Shows the chart with its bands below; nothing without any interval. */
  draw(content: ChartContent): void {
    if (content.intervals.length === 0) return;
    toggle(this.#chartBox, 'shown');
    this.#chart.show(content);
    this.#track.replaceChildren(runTrack(content.runs, spanOf(content.intervals)));
  }
}

/** The prices that a preview is drawn with; never rejects. */
export function askForPrices({ accountId, subscription }: PricedRequest) {
  const query = subscription ? `prices?subscription=${encodeURIComponent(subscription)}` : 'prices';
  return ask<PricesAnswer>(`${accountPath(accountId)}/${query}`);
}

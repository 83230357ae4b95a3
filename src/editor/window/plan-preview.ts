import type { PlanAnswer, PlanPreview, PlanRequest, PricesAnswer, RulesAnswer } from '../../protocol/admin-api.js';
import { runTrack } from '../chart/planned-runs.js';
import { PriceChart } from '../chart/price-chart.js';
import { expectedIntervals, fromToday, spanOf, withExpected } from '../chart/price-day.js';
import { accountPath, ask, post } from '../form/ask.js';
import { element, toggle } from '../form/dom.js';
import { text } from '../form/text.js';
import { planLines } from './plan-words.js';
import { ruleLines } from './rule-words.js';

const settleMs = 350;

/** The plan under the settings of the open dialog, as a chart and in words; the runtime does the planning. */
export class PlanPreviewPane {
  readonly #pane: HTMLElement;
  readonly #chartBox = element('div', { className: 'nomos-chart' });
  readonly #track = element('div');
  readonly #lines = element('div', { className: 'nomos-plan-lines', role: 'status' });
  readonly #line = element('p', { className: 'nomos-hover' });
  readonly #chart: PriceChart;
  #timer: number | undefined;
  #asked = 0;

  constructor(pane: HTMLElement) {
    this.#pane = pane;
    pane.append(this.#lines, this.#chartBox, this.#track, this.#line);
    this.#chart = new PriceChart(this.#chartBox, this.#line);
  }

  /** Asks once typing has come to rest; without a request there is nothing to show. */
  update(request: PlanRequest | undefined): void {
    window.clearTimeout(this.#timer);
    toggle(this.#pane, request ? 'shown' : 'hidden');
    this.#asked += 1;
    if (request) this.#timer = window.setTimeout(() => void this.#ask(request, this.#asked), settleMs);
  }

  /** Says that there can be no preview, because only the runtime knows what these references stand for. */
  cannotTell(variables: readonly string[]): void {
    this.update(undefined);
    toggle(this.#pane, 'shown');
    this.#tell([text('cheapest-window.preview.environment', { names: variables.join(', ') })]);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
    this.#asked += 1;
    this.#chart.stop();
  }

  async #ask(request: PlanRequest, asked: number): Promise<void> {
    const query = request.subscription ? `prices?subscription=${encodeURIComponent(request.subscription)}` : 'prices';
    const [prices, planned] = await Promise.all([
      ask<PricesAnswer>(`${accountPath(request.accountId)}/${query}`),
      post<PlanAnswer>('nomos/plan', request),
    ]);
    if (asked !== this.#asked) return;
    if (!prices.ok) return this.#tell([prices.refusal.text]);
    const plan = planned.ok ? planned.answer.plan : undefined;
    this.#tell(
      planned.ok
        ? planLines(plan, {
            timeZone: prices.answer.timeZone,
            objective: request.settings.objective === 'dearest' ? 'dearest' : 'cheapest',
            isLatest: request.settings.tie === 'latest',
            now: Date.parse(prices.answer.now),
          })
        : [planned.refusal.text],
    );
    this.#draw(prices.answer, plan ?? undefined);
    if (plan) await this.#askForRules(request, asked, plan.costUnit);
  }

  /** What the rules cost comes after the plan, so that nobody has to wait for it to see one. */
  async #askForRules(request: PlanRequest, asked: number, costUnit: string): Promise<void> {
    const outcome = await post<RulesAnswer>('nomos/plan/rules', request);
    if (asked !== this.#asked || !outcome.ok) return;
    const lines = ruleLines(outcome.answer, request.settings, costUnit);
    this.#lines.append(...lines.map((line) => element('p', { className: 'nomos-rule', textContent: line })));
  }

  #tell(lines: readonly string[]): void {
    this.#lines.replaceChildren(...lines.map((line) => element('p', { textContent: line })));
    toggle(this.#chartBox, 'hidden');
    this.#track.replaceChildren();
  }

  #draw(answer: PricesAnswer, plan: PlanPreview | undefined): void {
    const now = Date.parse(answer.now);
    const expected = plan?.intervals.filter((interval) => interval.expected);
    const intervals = withExpected(fromToday(answer, now), expectedIntervals(expected));
    if (intervals.length === 0) return;
    toggle(this.#chartBox, 'shown');
    const runs = (plan?.runs ?? []).map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }));
    this.#chart.show({ intervals, runs, now, timeZone: answer.timeZone });
    this.#track.replaceChildren(runTrack(runs, spanOf(intervals)));
  }
}

import type { BatteryAnswer, BatteryRequest, PricesAnswer } from '../../protocol/admin-api.js';
import { runTrack } from '../chart/planned-runs.js';
import { PriceChart } from '../chart/price-chart.js';
import { fromToday, type ShownInterval, spanOf } from '../chart/price-day.js';
import { accountPath, ask, post } from '../form/ask.js';
import { element, toggle } from '../form/dom.js';
import { text } from '../form/text.js';
import { bandsOf, batteryLines } from './battery-words.js';

const settleMs = 350;
const usualSoc = '50';

type Question = Omit<BatteryRequest, 'socPercent'>;

/** The plan under the settings of the open dialog, as a chart and in words; the runtime does the planning. */
export class BatteryPreviewPane {
  readonly #pane: HTMLElement;
  readonly #track = element('div');
  readonly #chartBox = element('div', { className: 'nomos-chart' });
  readonly #lines = element('div', { className: 'nomos-plan-lines', role: 'status' });
  readonly #line = element('p', { className: 'nomos-hover' });
  readonly #slider = element('input', { type: 'range', min: '0', max: '100', step: '1', value: usualSoc });
  readonly #sliderRow: HTMLElement;
  readonly #chart: PriceChart;
  #timer: number | undefined;
  #asked = 0;

  /** `changed` is called when somebody moves the slider of what is stored. */
  constructor(pane: HTMLElement, changed: () => void) {
    this.#pane = pane;
    this.#slider.setAttribute('aria-label', text('home-battery.preview.stored'));
    this.#sliderRow = element('div', { className: 'nomos-field' }, [text('home-battery.preview.stored'), this.#slider]);
    toggle(this.#sliderRow, 'hidden');
    this.#slider.addEventListener('input', changed);
    pane.append(this.#lines, this.#sliderRow, this.#chartBox, this.#track, this.#line);
    this.#chart = new PriceChart(this.#chartBox, this.#line);
  }

  /** Asks once typing has come to rest; without a request there is nothing to show. */
  update(request: Question | undefined): void {
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

  async #ask(question: Question, asked: number): Promise<void> {
    const query = question.subscription ? `prices?subscription=${encodeURIComponent(question.subscription)}` : 'prices';
    const request: BatteryRequest = { ...question, socPercent: Number(this.#slider.value) };
    const [prices, planned] = await Promise.all([
      ask<PricesAnswer>(`${accountPath(request.accountId)}/${query}`),
      post<BatteryAnswer>('nomos/battery', request),
    ]);
    if (asked !== this.#asked) return;
    if (!prices.ok) return this.#tell([prices.refusal.text]);
    if (!planned.ok) return this.#tell([planned.refusal.text]);
    const { answer } = planned;
    this.#tell(batteryLines(answer));
    const isTold = answer.socPercent !== request.socPercent;
    toggle(this.#sliderRow, answer.isExample || !isTold ? 'shown' : 'hidden');
    if (answer.plan.feasible) this.#draw(prices.answer, answer);
  }

  #tell(lines: readonly string[]): void {
    this.#lines.replaceChildren(...lines.map((line) => element('p', { textContent: line })));
    toggle(this.#chartBox, 'hidden');
    this.#track.replaceChildren();
  }

  #draw(prices: PricesAnswer, answer: BatteryAnswer): void {
    const now = Date.parse(answer.now);
    const expected = expectedIn(answer);
    const isExpected = (start: number) => expected.some((one) => one.start <= start && start < one.end);
    const published = fromToday(prices, now).filter(({ start }) => !isExpected(start));
    const intervals = [...published, ...expected].sort((a, b) => a.start - b.start);
    if (intervals.length === 0) return;
    toggle(this.#chartBox, 'shown');
    const percents = answer.plan.intervals.map(({ end, socPercent }) => ({ at: Date.parse(end), percent: socPercent }));
    const runs = bandsOf(answer);
    this.#track.replaceChildren(runTrack(runs, spanOf(intervals)));
    this.#chart.show({
      intervals,
      runs,
      now,
      timeZone: answer.timeZone,
      stored: [{ at: now, percent: answer.socPercent }, ...percents],
    });
  }
}

/** What the plan expects where nothing is published. */
function expectedIn({ plan }: BatteryAnswer): ShownInterval[] {
  const expected = plan.intervals.filter((interval) => interval.expected);
  return expected.map(({ start, end, buyCt }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    priceCt: buyCt,
    level: undefined,
    components: {},
    expected: true,
  }));
}

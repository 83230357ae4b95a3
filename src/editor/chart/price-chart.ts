import uPlot from 'uplot';
import uplotCss from 'uplot/dist/uPlot.min.css';
import type { BatteryModeName } from '../../protocol/admin-api.js';
import { addStyle, element } from '../form/dom.js';
import { dayOrTime, shortNumber, shownNumber, text } from '../form/text.js';
import { chartLegend } from './legend.js';
import { hoverLine } from './price-board.js';
import { intervalAt, type ShownInterval } from './price-day.js';
import { drawBars, drawExcluded, drawNow, drawRuns, drawStored, type StoredPoint, themeValue } from './price-paint.js';
import { storedAt } from './stored-at.js';

/** A planned run, shaded behind the bars; instants in ms, [start, end). */
export interface ChartRun {
  readonly start: number;
  readonly end: number;
  /** What a battery does in it; then the band has the colour and the word of that, and nothing is shaded. */
  readonly mode?: BatteryModeName;
}

/** What the chart shows; instants in ms. */
export interface ChartContent {
  readonly intervals: readonly ShownInterval[];
  readonly runs: readonly ChartRun[];
  readonly now: number;
  readonly timeZone: string;
  /** When nothing may be planned, shaded behind the bars; ms, [start, end). */
  readonly excluded?: readonly { readonly start: number; readonly end: number }[];
  /** What is stored in a battery, as a line from 0 to 100 % over the bars. */
  readonly stored?: readonly StoredPoint[];
}

/** Room for the numbers at the left and for the last hour at the right, px: `.nomos-track` has the same. */
const sides = { left: 34, right: 16 };
const hourSeconds = 3600;

/** How many intervals a key goes on. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: 12,
  PageDown: -12,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Bars of prices over time with a line for now and shades for planned runs; a mouse points at one, or the arrow keys. */
export class PriceChart {
  readonly #box: HTMLElement;
  readonly #line: HTMLElement;
  readonly #legend = element('div');
  readonly #idle = text('nomos-sidebar.hover');
  readonly #resize: ResizeObserver;
  readonly #theme: MutationObserver;
  #content: ChartContent | undefined;
  #plot: uPlot | undefined;
  /** The start (ms) of the interval that is pointed at. */
  #pointed: number | undefined;

  /** `line` says what is pointed at in words, or how to point; before it stands what the colours mean. */
  constructor(box: HTMLElement, line: HTMLElement) {
    addStyle('nomos-uplot', uplotCss);
    this.#box = box;
    this.#line = line;
    box.append(element('span', { className: 'nomos-chart-unit', textContent: 'ct/kWh' }));
    line.before(this.#legend);
    this.#resize = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    this.#resize.observe(box);
    this.#theme = new MutationObserver(() => this.#draw());
    this.#theme.observe(document.documentElement, { attributeFilter: ['class'] });
    box.ariaLabel = text('nomos-sidebar.chart');
    this.#bePointedAt(false);
    box.addEventListener('keydown', (event) => this.#step(event));
    box.addEventListener('blur', () => this.#plot?.setCursor({ left: -10, top: -10 }));
  }

  show(content: ChartContent): void {
    this.#content = content;
    this.#draw();
  }

  stop(): void {
    this.#resize.disconnect();
    this.#theme.disconnect();
    this.#plot?.destroy();
  }

  #draw(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    const content = this.#content?.intervals.length ? this.#content : undefined;
    this.#bePointedAt(content !== undefined);
    if (!content) return;
    const last = content.intervals[content.intervals.length - 1]?.end ?? content.now;
    const times = [...content.intervals.map(({ start }) => start / 1000), last / 1000];
    const prices = [...content.intervals.map(({ priceCt }) => priceCt), null];
    this.#plot = new uPlot(this.#options(content), [times, prices], this.#box);
    this.#legend.replaceChildren(chartLegend(content));
    this.#tell(content);
  }

  // A slider needs a value: without prices there is only a picture, which no key reaches.
  #bePointedAt(isPossible: boolean): void {
    this.#box.setAttribute('role', isPossible ? 'slider' : 'img');
    this.#box.tabIndex = isPossible ? 0 : -1;
  }

  #size(): { width: number; height: number } {
    return { width: Math.max(200, this.#box.clientWidth), height: 190 };
  }

  #options(content: ChartContent): uPlot.Options {
    const font = `11px ${themeValue('--red-ui-primary-font')}`;
    const grid = { stroke: themeValue('--red-ui-secondary-border-color'), width: 1 };
    const axis = { stroke: themeValue('--red-ui-primary-text-color'), grid, ticks: { show: false }, gap: 3, font };
    return {
      ...this.#size(),
      padding: [18, sides.right, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), content.timeZone),
      scales: { y: { range: (_plot, low, high) => [Math.min(0, low), Math.max(1, high) * 1.05] } },
      series: [{}, { paths: () => null, points: { show: false } }],
      axes: [
        {
          ...axis,
          size: 22,
          incrs: [1, 2, 3, 6, 12, 24].map((hours) => hours * hourSeconds),
          values: (_plot, splits) => splits.map((seconds) => dayOrTime(seconds * 1000, content.timeZone)),
        },
        { ...axis, size: sides.left, space: 32, values: (_plot, splits) => splits.map(shortNumber) },
      ],
      hooks: {
        ready: [(plot) => this.#pointAgain(plot, content)],
        drawClear: [
          (plot) => drawExcluded(plot, content.excluded ?? []),
          (plot) =>
            drawRuns(
              plot,
              content.runs.filter(({ mode }) => mode === undefined),
            ),
        ],
        draw: [
          (plot) => drawBars(plot, content.intervals, content.now),
          (plot) => drawStored(plot, content.stored ?? []),
          (plot) => drawNow(plot, content.now),
        ],
        setCursor: [(plot) => this.#point(plot, content)],
      },
    };
  }

  #point(plot: uPlot, content: ChartContent): void {
    // A new plot first says that nothing is pointed at.
    if (plot.status !== 1) return;
    const left = plot.cursor.left ?? -1;
    const instant = left < 0 ? Number.NaN : plot.posToVal(left, 'x') * 1000;
    const interval = intervalAt(content.intervals, instant);
    this.#pointed = interval?.start;
    this.#tell(content);
  }

  // A refresh draws anew, and moves nobody who walks through the prices.
  #pointAgain(plot: uPlot, { intervals }: ChartContent): void {
    const interval = this.#pointed === undefined ? undefined : intervalAt(intervals, this.#pointed);
    if (interval) pointAt(plot, interval);
    else this.#pointed = undefined;
  }

  #tell({ intervals, timeZone, now, stored = [] }: ChartContent): void {
    const interval = this.#pointed === undefined ? undefined : intervalAt(intervals, this.#pointed);
    const words = interval ? hoverLine(interval, timeZone) + storedWords(stored, interval.end) : this.#idle;
    this.#line.textContent = words;
    const shown = interval ?? intervalAt(intervals, now);
    Object.assign(this.#box, {
      ariaValueMin: '0',
      ariaValueMax: String(intervals.length - 1),
      ariaValueNow: String(shown ? intervals.indexOf(shown) : 0),
      ariaValueText: words,
    });
  }

  // The cursor of the mouse, moved by keys.
  #step(event: KeyboardEvent): void {
    const [content, plot] = [this.#content, this.#plot];
    if (!content || !plot || !(event.key in steps)) return;
    event.preventDefault();
    const { intervals } = content;
    const shown = intervalAt(intervals, this.#pointed ?? content.now);
    const at = shown ? intervals.indexOf(shown) : -1;
    const next = Math.min(Math.max(0, at + (steps[event.key] ?? 0)), intervals.length - 1);
    const interval = intervals[next];
    if (interval) pointAt(plot, interval);
  }
}

/** What is stored then, behind what there is to say of the price; empty where nobody knows. */
function storedWords(points: readonly StoredPoint[], at: number): string {
  const percent = storedAt(points, at);
  return percent === undefined ? '' : text('nomos-sidebar.storedThen', { percent: shownNumber(percent, 0) });
}

function pointAt(plot: uPlot, { start, end }: ShownInterval): void {
  plot.setCursor({ left: plot.valToPos((start + end) / 2000, 'x'), top: 0 });
}

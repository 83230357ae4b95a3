import uPlot from 'uplot';
import uplotCss from 'uplot/dist/uPlot.min.css';
import type { BatteryModeName } from '../../protocol/admin-api.js';
import { addStyle, element } from '../form/dom.js';
import { dayOrTime } from '../form/text.js';
import { modeWord } from './battery-mode.js';
import { intervalAt, type ShownInterval } from './price-day.js';
import { drawBars, drawNow, drawRuns, drawStored, type StoredPoint, themeValue } from './price-paint.js';

/** A planned run as a band under the bars; instants in ms, [start, end). */
export interface ChartRun {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** Bands of the same lane share one line under the chart. */
  readonly lane: string;
  /** What a battery does in it; then the band has the colour and the word of that. */
  readonly mode?: BatteryModeName;
  /** Called when the band is clicked; a band without it is only shown. */
  readonly choose?: () => void;
}

/** What the chart shows; instants in ms. */
export interface ChartContent {
  readonly intervals: readonly ShownInterval[];
  readonly runs: readonly ChartRun[];
  readonly now: number;
  readonly timeZone: string;
  /** What is stored in a battery, as a line from 0 to 100 % over the bars. */
  readonly stored?: readonly StoredPoint[];
}

const laneHeight = 9;
const modeHeight = 17;
/** A narrower band has no room for its word. */
const leastWordWidth = 54;
const hourSeconds = 3600;

/** Bars of prices over time with a line for now and bands for planned runs. */
export class PriceChart {
  readonly #box: HTMLElement;
  readonly #hover: (interval: ShownInterval | undefined) => void;
  readonly #resize: ResizeObserver;
  readonly #theme: MutationObserver;
  #content: ChartContent | undefined;
  #plot: uPlot | undefined;

  constructor(box: HTMLElement, hover: (interval: ShownInterval | undefined) => void) {
    addStyle('nomos-uplot', uplotCss);
    this.#box = box;
    this.#hover = hover;
    this.#resize = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    this.#resize.observe(box);
    this.#theme = new MutationObserver(() => this.#draw());
    this.#theme.observe(document.documentElement, { attributeFilter: ['class'] });
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
    const content = this.#content;
    if (!content || content.intervals.length === 0) return;
    const last = content.intervals[content.intervals.length - 1]?.end ?? content.now;
    const times = [...content.intervals.map(({ start }) => start / 1000), last / 1000];
    const prices = [...content.intervals.map(({ priceCt }) => priceCt), null];
    this.#plot = new uPlot(this.#options(content), [times, prices], this.#box);
  }

  #size(): { width: number; height: number } {
    return { width: Math.max(200, this.#box.clientWidth), height: 190 };
  }

  #options(content: ChartContent): uPlot.Options {
    const lanes = [...lanesOf(content.runs).values()].reduce((sum, { height }) => sum + height, 0);
    const font = `11px ${themeValue('--red-ui-primary-font')}`;
    const grid = { stroke: themeValue('--red-ui-secondary-border-color'), width: 1 };
    const axis = { stroke: themeValue('--red-ui-primary-text-color'), grid, ticks: { show: false }, gap: 3, font };
    return {
      ...this.#size(),
      padding: [8, 16, lanes, 0],
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
        { ...axis, size: 34, space: 32 },
      ],
      hooks: {
        drawClear: [
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
        ready: [(plot) => placeRuns(plot, content)],
        setSize: [(plot) => placeRuns(plot, content)],
      },
    };
  }

  #point(plot: uPlot, content: ChartContent): void {
    const left = plot.cursor.left ?? -1;
    const instant = left < 0 ? Number.NaN : plot.posToVal(left, 'x') * 1000;
    this.#hover(intervalAt(content.intervals, instant));
  }
}

// Bands are elements, not paint: each has its own title and can be clicked. The list of plans serves the keyboard.
function placeRuns(plot: uPlot, { runs }: ChartContent): void {
  for (const old of plot.root.querySelectorAll('.nomos-run')) old.remove();
  const lanes = lanesOf(runs);
  for (const run of runs) {
    const left = plot.valToPos(run.start / 1000, 'x');
    const width = Math.max(3, plot.valToPos(run.end / 1000, 'x') - left);
    if (left + width < 0 || left > plot.over.clientWidth) continue;
    const className = run.mode === undefined ? 'nomos-run' : `nomos-run nomos-mode-${run.mode}`;
    const word = run.mode !== undefined && width >= leastWordWidth ? modeWord(run.mode) : '';
    const band = element('span', { className, title: run.name, textContent: word, 'aria-hidden': 'true' });
    const top = plot.over.clientHeight + 24 + (lanes.get(run.lane)?.top ?? 0);
    Object.assign(band.style, { left: `${left}px`, width: `${width}px`, top: `${top}px` });
    if (run.choose) band.addEventListener('click', run.choose);
    plot.over.append(band);
  }
}

/** Where the bands of each lane stand below the chart, from top to bottom. */
function lanesOf(runs: readonly ChartRun[]): Map<string, { readonly top: number; readonly height: number }> {
  const lanes = new Map<string, { readonly top: number; readonly height: number }>();
  let top = 0;
  for (const { lane, mode } of runs) {
    if (lanes.has(lane)) continue;
    const height = mode === undefined ? laneHeight : modeHeight;
    lanes.set(lane, { top, height });
    top += height;
  }
  return lanes;
}

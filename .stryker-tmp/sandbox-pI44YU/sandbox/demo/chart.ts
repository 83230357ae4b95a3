// @ts-nocheck
import { Temporal } from 'temporal-polyfill';

interface ChartInterval {
  readonly start: number;
  readonly end: number;
  readonly priceCt: number | null;
}

interface ChartOptions {
  readonly timeZone: string;
  /** Planned runs, marked under the bars. */
  readonly runs: readonly { readonly start: number; readonly end: number }[];
  /** Height of the bars in lines. */
  readonly height: number;
}

const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Draws a day of prices as bars, one column for every half hour or coarser interval (96 quarter-hours make 48 columns),
 * with a price axis on the left, hours below and `▔` under the planned runs. Unknown prices are dots.
 */
export function priceChart(intervals: readonly ChartInterval[], options: ChartOptions): string[] {
  const columns = toColumns(intervals);
  const known = columns.flatMap(({ priceCt }) => (priceCt === null ? [] : [priceCt]));
  if (known.length === 0) return ['(no prices known)'];
  const low = Math.floor(Math.min(...known) / 5) * 5;
  const high = Math.max(low + 5, Math.ceil(Math.max(...known) / 5) * 5);
  const step = (high - low) / options.height;
  const lines: string[] = [];
  for (let row = options.height - 1; row >= 0; row -= 1) {
    const floor = low + row * step;
    const label = `${(floor + step).toFixed(1).padStart(6)} ┤`;
    lines.push(label + columns.map(({ priceCt }) => cell(priceCt, floor, step, row)).join(''));
  }
  lines.push(`${low.toFixed(1).padStart(6)} ┼${columns.map((column) => mark(column, options.runs)).join('')}`);
  lines.push(`  ct/kWh${hourLabels(columns, options.timeZone)}`);
  return lines;
}

function toColumns(intervals: readonly ChartInterval[]): ChartInterval[] {
  const columns: ChartInterval[] = [];
  for (let index = 0; index < intervals.length; ) {
    const first = intervals[index] as ChartInterval;
    const next = intervals[index + 1];
    const pair = next !== undefined && next.start === first.end && next.end - first.start <= 1_800_000;
    const prices = (pair ? [first, next] : [first]).map(({ priceCt }) => priceCt);
    const priceCt = prices.includes(null)
      ? null
      : prices.reduce((a, b) => (a as number) + (b as number), 0)! / prices.length;
    columns.push({ start: first.start, end: pair ? next.end : first.end, priceCt });
    index += pair ? 2 : 1;
  }
  return columns;
}

function cell(priceCt: number | null, floor: number, step: number, row: number): string {
  if (priceCt === null) return row === 0 ? '·' : ' ';
  const filled = Math.round(((priceCt - floor) / step) * 8);
  return eighths[Math.max(0, Math.min(8, filled))] as string;
}

function mark(column: ChartInterval, runs: ChartOptions['runs']): string {
  return runs.some((run) => run.start < column.end && column.start < run.end) ? '▔' : '─';
}

function hourLabels(columns: readonly ChartInterval[], timeZone: string): string {
  let line = '';
  columns.forEach(({ start }, index) => {
    const time = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
    if (time.minute === 0 && time.hour % 3 === 0 && line.length <= index) {
      line = `${line.padEnd(index)}${String(time.hour).padStart(2, '0')}`;
    }
  });
  return line;
}

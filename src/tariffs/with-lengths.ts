import { buildSeries } from '../prices/index.js';
import { type Ms, msPerMinute } from '../time/index.js';
import type { TariffPoint } from './tariff-point.js';

const step = 5 * msPerMinute;
const nearlyMs = 2_000;
const mostRuns = 8;
const shortestRun = 4;

/**
 * The points of one list with their ends: as told, else by the distances of the starts.
 *
 * Times a few seconds beside a full minute are meant to be that minute; where prices are at least five minutes apart,
 * times up to a minute beside a full five minutes are meant to be those (starts at :01, ends at :59 or inclusive).
 */
export function withLengths(list: readonly TariffPoint[]): readonly (TariffPoint & { readonly end: Ms })[] {
  const points = onFullMinutes(list);
  if (points.every(hasEnd)) return points;
  return runsOf(points).flatMap((run) => {
    // Only the lengths are asked for here: which of several amounts counts is decided later.
    const series = buildSeries(run.map(({ start, end }) => ({ start, end, priceCt: 0 })));
    const ends = new Map(series.map(({ start, end }) => [start, end]));
    return run.map((point) => ({ ...point, end: point.end ?? ends.get(point.start) ?? point.start }));
  });
}

function hasEnd(point: TariffPoint): point is TariffPoint & { readonly end: Ms } {
  return point.end !== undefined;
}

function onFullMinutes(list: readonly TariffPoint[]): readonly TariffPoint[] {
  const near = moved(list, msPerMinute, nearlyMs);
  const starts = near.map(({ start }) => start).sort((a, b) => a - b);
  const isDense = starts.some((start, index) => {
    const apart = start - (starts[index - 1] ?? start);
    return apart > 0 && apart < step;
  });
  return isDense ? near : moved(near, step, msPerMinute);
}

function moved(list: readonly TariffPoint[], grid: Ms, most: Ms): readonly TariffPoint[] {
  const to = (instant: Ms) => snapped(instant, grid, most);
  return list.map((point) => {
    const start = to(point.start);
    const end = point.end === undefined ? undefined : to(point.end);
    const isSame = start === point.start && end === point.end;
    return isSame || (end !== undefined && end <= start) ? point : { ...point, start, end };
  });
}

function snapped(instant: Ms, grid: Ms, most: Ms): Ms {
  const full = Math.round(instant / grid) * grid;
  return Math.abs(full - instant) <= most ? full : instant;
}

/**
 * The list in pieces in which the starts go one way, where it is a few such pieces put together (hours, then quarters):
 * each piece has lengths of its own. Else the list as it is.
 */
function runsOf(list: readonly TariffPoint[]): (readonly TariffPoint[])[] {
  const repeats = new Set(list.map(({ start }) => start)).size < list.length;
  if (!repeats) return [list];
  const runs: TariffPoint[][] = [];
  let way = 0;
  for (const point of list) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const next = last === undefined ? 0 : Math.sign(point.start - last.start);
    if (run === undefined || next === 0 || (way !== 0 && next !== way)) {
      runs.push([point]);
      way = 0;
    } else {
      run.push(point);
      way = next;
    }
  }
  return runs.length <= mostRuns && runs.every(({ length }) => length >= shortestRun) ? runs : [list];
}

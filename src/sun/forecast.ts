import { type Interval, type Ms, msPerHour } from '../time/index.js';

/** A stretch of a forecast, half-open; power changes along a straight line from its start to its end. */
export interface SunStretch extends Interval {
  readonly fromKw: number;
  readonly toKw: number;
}

/** What a roof is expected to yield: stretches in order, without overlaps. Where there is none, nothing is known. */
export type SunForecast = readonly SunStretch[];

/** The sun of one interval. */
export interface SunShare extends Interval {
  /** Energy of the part that the forecast tells of; 0 where it tells of none. */
  readonly kwh: number;
  /** How much of the interval the forecast tells of, in ms; 0 = nothing is known. */
  readonly knownMs: Ms;
}

/**
 * Cuts a forecast to intervals, in kWh. The intervals [start, end) are in order and do not overlap; they may have holes.
 * Energy is kept: intervals that tile a stretch get what it holds, however they cut it. Gives a share for every interval.
 */
export function cutSun(forecast: SunForecast, intervals: readonly Interval[]): SunShare[] {
  let first = 0;
  return intervals.map(({ start, end }) => {
    while ((forecast[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first += 1;
    let kwh = 0;
    let knownMs = 0;
    for (let index = first; ; index += 1) {
      const stretch = forecast[index];
      if (stretch === undefined || stretch.start >= end) break;
      const part = { start: Math.max(start, stretch.start), end: Math.min(end, stretch.end) };
      kwh += kwhBetween(stretch, part);
      knownMs += part.end - part.start;
    }
    return { start, end, kwh, knownMs };
  });
}

/** The part of a forecast before an instant; the stretch that it falls into is cut there. */
export function sunUntil(forecast: SunForecast, instant: Ms): SunForecast {
  return forecast
    .filter(({ start }) => start < instant)
    .map((stretch) => (stretch.end <= instant ? stretch : { ...stretch, end: instant, toKw: kwAt(stretch, instant) }));
}

/** The part of a forecast from an instant on; the stretch that it falls into is cut there. */
export function sunFrom(forecast: SunForecast, instant: Ms): SunForecast {
  return forecast
    .filter(({ end }) => end > instant)
    .map((stretch) =>
      stretch.start >= instant ? stretch : { ...stretch, start: instant, fromKw: kwAt(stretch, instant) },
    );
}

/** Energy of a part of a stretch. The mean of a straight line lies in its middle. */
function kwhBetween(stretch: SunStretch, part: Interval): number {
  const middle = (part.start + part.end) / 2;
  return (kwAt(stretch, middle) * (part.end - part.start)) / msPerHour;
}

function kwAt({ start, end, fromKw, toKw }: SunStretch, instant: Ms): number {
  return fromKw + ((toKw - fromKw) * (instant - start)) / (end - start);
}

/**
 * What the devices should have done, worked out from prices and the clock alone: nothing here comes from the product. A window in
 * which nothing went wrong must have cost the least that is possible; one with trouble in it must have kept its promises.
 */
import { localDate, localInstant, shiftDate } from '../../sandbox/local-time.js';
import { costOf, leastCost, type Prices, quarters, type Stretch, within } from './least-cost.js';
import type { Schedule } from './schedule.js';
import { type Device, devices } from './soak-flow.js';
import type { SoakEvent, SoakRecord, Trouble } from './soak-run.js';

/** One window or day of a device, judged. */
export interface Verdict {
  readonly device: string;
  readonly date: string;
  /** `exact`: it had to be the cheapest. `rules`: something was wrong, so minutes and hours had to be right. */
  readonly by: 'exact' | 'rules';
  readonly switches: number;
  /** What is wrong, in words; undefined when all is right. */
  readonly wrong?: string;
  readonly paidCt: number;
  readonly leastCt: number;
}

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
/** An alarm may be as late as this, and the first seconds after a start belong to it. */
const lateMs = minuteMs;
/** The longest that a node needs until it has asked for prices that came late. */
const askedWithinMs = 2 * hourMs;

/** When the plug of a device was on: it stays as it was told last, whoever dies. */
export function onTimes(events: readonly SoakEvent[], id: string, end: number): Stretch[] {
  const times: Stretch[] = [];
  let since: number | undefined;
  for (const { at, from, payload } of events) {
    if (from !== `${id}-1` || typeof payload !== 'boolean') continue;
    if (payload) since ??= at;
    else if (since !== undefined) {
      times.push({ start: since, end: at });
      since = undefined;
    }
  }
  return since === undefined ? times : [...times, { start: since, end }];
}

/** Judges every whole window and day of every device. */
export function replay(record: SoakRecord, schedule: Schedule, prices: Prices): Verdict[] {
  const on = new Map(devices.map(({ id }) => [id, onTimes(record.events, id, schedule.end)]));
  const verdicts: Verdict[] = [];
  const last = localDate(schedule.end);
  for (let date = shiftDate(localDate(schedule.start), 1); date < shiftDate(last, -1); date = shiftDate(date, 1))
    for (const device of devices) {
      const scene = { device, date, record, schedule, prices, on };
      verdicts.push(device.mode === 'threshold' ? judgeDay(scene) : judgeWindow(scene));
    }
  return verdicts;
}

interface Scene {
  readonly device: Device;
  readonly date: string;
  readonly record: SoakRecord;
  readonly schedule: Schedule;
  readonly prices: Prices;
  readonly on: ReadonlyMap<string, readonly Stretch[]>;
}

function windowOf({ from, to }: Device, date: string): Stretch {
  return { start: localInstant(date, from), end: localInstant(to <= from ? shiftDate(date, 1) : date, to) };
}

function msOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** For how long before and after, ms, a trouble may still be felt in a window. */
function echoOf({ kind }: Trouble): { readonly before: number; readonly after: number } {
  if (kind === 'wrong') return { before: 0, after: 26 * hourMs };
  if (kind === 'revoke') return { before: 0, after: askedWithinMs };
  return { before: 0, after: lateMs };
}

function troublesIn({ record }: Scene, { start, end }: Stretch): Trouble[] {
  return record.troubles.filter((trouble) => {
    const { before, after } = echoOf(trouble);
    return trouble.from - before < end && trouble.to + after > start;
  });
}

/** True when every price of the window was there in time. */
function isPriced({ schedule, prices }: Scene, window: Stretch): boolean {
  const late = schedule.lateDays.filter(({ until }) => until + askedWithinMs > window.start).map(({ date }) => date);
  return quarters(window).every((at) => prices.has(at) && !late.includes(localDate(at)));
}

function judgeWindow(scene: Scene): Verdict {
  const { device, date, on, prices } = scene;
  const window = windowOf(device, date);
  const all = on.get(device.id) ?? [];
  // What belongs to this window lies between the ends of its neighbours.
  const around = { start: windowOf(device, shiftDate(date, -1)).end, end: windowOf(device, shiftDate(date, 1)).start };
  const own = within(all, around);
  const troubles = troublesIn(scene, around);
  const by = troubles.length === 0 && isPriced(scene, window) ? 'exact' : 'rules';
  const others = device.priority === 1 ? [] : within(on.get('boiler') ?? [], window);
  const leastCt = leastCost(device, window, prices, others);
  const paidCt = costOf(own, prices) * device.powerKw;
  const wrong =
    by === 'exact' ? whatIsWrong(device, window, own, { paidCt, leastCt }) : brokenRule(device, window, own, troubles);
  return { device: device.id, date, by, switches: 2 * own.length, paidCt, leastCt, ...(wrong && { wrong }) };
}

function whatIsWrong(
  device: Device,
  window: Stretch,
  own: readonly Stretch[],
  { paidCt, leastCt }: { readonly paidCt: number; readonly leastCt: number },
): string | undefined {
  const minutes = msOf(own) / minuteMs;
  if (Math.abs(minutes - device.minutes) > 1) return `${minutes.toFixed(1)} minutes`;
  if (msOf(within(own, window)) < msOf(own) - lateMs) return 'on outside of its window';
  if (device.mode === 'contiguous' && own.length !== 1) return `${own.length} pieces`;
  if (own.some(({ start, end }) => end - start < device.minRunMinutes * minuteMs - lateMs)) return 'a run too short';
  // A minute late at most, at the dearest: what an alarm may be.
  const slackCt = device.powerKw;
  if (paidCt > leastCt + slackCt) return `paid ${paidCt.toFixed(2)} ct instead of ${leastCt.toFixed(2)}`;
  if (paidCt < leastCt - slackCt) return `cheaper than possible: ${paidCt.toFixed(2)} ct, ${leastCt.toFixed(2)}`;
  return undefined;
}

/** With trouble: never much longer than wanted, and as long as wanted where it was there all the time. */
function brokenRule(
  device: Device,
  window: Stretch,
  own: readonly Stretch[],
  troubles: readonly Trouble[],
): string | undefined {
  const minutes = msOf(own) / minuteMs;
  const kinds = troubles.map(({ kind }) => kind);
  const has = (...wanted: Trouble['kind'][]) => kinds.some((kind) => wanted.includes(kind));
  // Who is away switches nothing off, and who has a wrong clock runs in a window that is none.
  const strayMs = troubles
    .filter(({ kind }) => kind === 'kill' || kind === 'stop' || kind === 'sleep' || kind === 'wrong')
    .reduce((sum, { from, to }) => sum + to - from, 0);
  // Nothing can be remembered on a full disk: what was run before the kill is run again.
  const twice = has('disk-full') ? device.minutes : 0;
  const most = device.minutes + strayMs / minuteMs + twice + Math.max(device.minRunMinutes, 10);
  if (minutes > most) return `${minutes.toFixed(1)} minutes, at most ${most.toFixed(1)} (${kinds})`;
  const mayMiss = has('wrong', 'sleep', 'kill', 'stop');
  if (!mayMiss && minutes < device.minutes - 1) return `only ${minutes.toFixed(1)} minutes (${kinds})`;
  if (!mayMiss && msOf(within(own, window)) < msOf(own) - lateMs) return 'on outside of its window';
  return undefined;
}

/** On exactly while the price is at or below the limit, looked at in the middle of every quarter-hour. */
function judgeDay(scene: Scene): Verdict {
  const { device, date, on, prices, schedule } = scene;
  const day = { start: localInstant(date, '00:00'), end: localInstant(shiftDate(date, 1), '00:00') };
  const all = on.get(device.id) ?? [];
  const own = within(all, day);
  let by: Verdict['by'] = 'exact';
  const wrong: string[] = [];
  for (const at of quarters(day)) {
    const middle = at + quarterMs / 2;
    const troubles = scene.record.troubles.filter(
      ({ kind, from, to }) => kind !== 'disk-full' && from < at + quarterMs && to + echoForDay(kind) > at,
    );
    const late = schedule.lateDays.find((other) => other.date === localDate(at));
    const isJustAsked = late !== undefined && at < late.until + askedWithinMs;
    if (troubles.length > 0 || (isJustAsked && prices.has(at))) {
      by = 'rules';
      continue;
    }
    const price = prices.get(at);
    const should = price !== undefined && price <= (device.maxPriceCt ?? Number.POSITIVE_INFINITY);
    const is = all.some(({ start, end }) => start <= middle && middle < end);
    if (is !== should) wrong.push(`${new Date(at).toISOString()} ${is ? 'on' : 'off'} at ${price} ct`);
  }
  const paidCt = costOf(own, prices) * device.powerKw;
  return {
    device: device.id,
    date,
    by,
    switches: 2 * own.length,
    paidCt,
    leastCt: paidCt,
    ...(wrong.length > 0 && { wrong: wrong.slice(0, 3).join(', ') }),
  };
}

function echoForDay(kind: Trouble['kind']): number {
  return kind === 'revoke' ? 26 * hourMs : 2 * minuteMs;
}
